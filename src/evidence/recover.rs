//! After a crash: closes files that nobody writes to any more.

use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::error::EvidenceError;
use super::folder::{OPEN_SUFFIX, rename_closed};
use super::read;

/// First bytes of a gzip member with deflate.
const MEMBER_MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// Closes every file in `dir` that is marked open and not locked by a living process.
pub(super) fn close_abandoned(dir: &Path) -> Result<(), EvidenceError> {
    let failed = |e: &std::io::Error| EvidenceError::disk("listing", dir, e);
    for entry in fs::read_dir(dir).map_err(|e| failed(&e))? {
        let entry = entry.map_err(|e| failed(&e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(OPEN_SUFFIX) {
            close_file(dir, name)?;
        }
    }
    Ok(())
}

fn close_file(dir: &Path, name: &str) -> Result<(), EvidenceError> {
    let path = dir.join(format!("{name}{OPEN_SUFFIX}"));
    let failed = |e: &std::io::Error| EvidenceError::disk("recovering", &path, e);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .map_err(|e| failed(&e))?;
    if file.try_lock().is_err() {
        return Ok(());
    }
    let whole = whole_length(&file).map_err(|e| failed(&e))?;
    let length = file.metadata().map_err(|e| failed(&e))?.len();
    let torn = whole < length && !record_follows(&mut file, whole).map_err(|e| failed(&e))?;
    if torn && whole == 0 || length == 0 {
        return fs::remove_file(&path).map_err(|e| failed(&e));
    }
    if torn {
        tracing::warn!(
            file = name,
            cut = length - whole,
            "cut the torn end of a capture file"
        );
        file.set_len(whole).map_err(|e| failed(&e))?;
    }
    file.sync_all().map_err(|e| failed(&e))?;
    rename_closed(dir, name)
}

/// Length of the leading part that reads as whole records.
fn whole_length(file: &File) -> std::io::Result<u64> {
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0))?;
    let mut records = read::records(reader);
    let mut whole = 0;
    while let Some(Ok(_)) = records.next() {
        whole = records.position();
    }
    Ok(whole)
}

/// Whether a whole record starts anywhere after `from`. If so the file is damaged in the
/// middle and not torn at its end, and cutting it would lose evidence.
fn record_follows(file: &mut File, from: u64) -> std::io::Result<bool> {
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let starts = tail
        .windows(MEMBER_MAGIC.len())
        .enumerate()
        .skip(1)
        .filter(|(_, bytes)| *bytes == MEMBER_MAGIC);
    for (start, _) in starts {
        if matches!(read::records(&tail[start..]).next(), Some(Ok(_))) {
            tracing::warn!(
                from,
                "a capture file is damaged in the middle; kept as it is"
            );
            return Ok(true);
        }
    }
    Ok(false)
}
