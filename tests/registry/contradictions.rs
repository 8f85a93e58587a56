//! Lists that contradict themselves: which row is right nobody knows.

use netra::model::Language;

use super::read_text;

const HEADER: &str = "Nama,NIP,Instansi,Akun\n";

#[test]
fn rows_that_contradict_each_other_fall_all_with_what_else_they_say() {
    let rows = "Budi,198503122010012001,Dinas,@s4@contoh.example; @budi@contoh.example\n\
        Cici,198503122010012002,Dinas,@cici@contoh.example\n\
        Dodi,198503122010012003,Dinas,@s4@contoh.example\n\
        Budi,198503122010012001,Dinas,@budi.dua@contoh.example\n\
        Cici,198503122010012002,Badan,@cici.dua@contoh.example\n\
        Cici,198503122010012002,Dinas,@cici.tiga@contoh.example\n";
    let reading = read_text(&(HEADER.to_owned() + rows));
    let errors = reading.errors.iter();
    let told: Vec<String> = errors.map(|error| error.told(Language::English)).collect();
    let kept: Vec<&str> = reading
        .entries
        .iter()
        .map(|(_, entry)| &*entry.address)
        .collect();
    assert_eq!(kept, ["@budi.dua@contoh.example"]);
    insta::assert_snapshot!(told.join("\n"), @r"
    row 2: @s4@contoh.example stands in row 4 too, with other details; keep one of the two
    row 3: the NIP ********201001**** stands in row 6 too, with another name, agency, position, region or purpose; make the two rows agree
    row 4: @s4@contoh.example stands in row 2 too, with other details; keep one of the two
    row 6: the NIP ********201001**** stands in row 3 too, with another name, agency, position, region or purpose; make the two rows agree
    row 7: the NIP ********201001**** stands in row 6 too, with another name, agency, position, region or purpose; make the two rows agree
    ");
}
