mod filing;
mod person_name;
