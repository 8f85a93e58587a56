//! Reads WARC files, ours and others', and verifies their digests.
//!
//! Total: any bytes give records or an error, never a panic; sizes are capped.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;

use super::record::Record;
use crate::model::CaptureRecord;

/// Largest record that is read into memory: the largest body cap, headers, and room.
const LARGEST_RECORD: u64 = 320 * 1024 * 1024;
/// Largest set of named fields.
const LARGEST_HEAD: u64 = 64 * 1024;

/// Why a WARC file could not be read further.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk failed, or the file is missing.
    #[error("cannot read {path}: {source}")]
    Disk {
        /// File.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The bytes are not a WARC record.
    #[error("the record at byte {offset} is damaged: {problem}")]
    Damaged {
        /// Where the record starts.
        offset: u64,
        /// What is wrong.
        problem: String,
    },
    /// The place holds another record than the one asked for.
    #[error(
        "{file} holds record {found:?} at byte {offset}, expected {expected}; was the file replaced?"
    )]
    OtherRecord {
        /// File name.
        file: String,
        /// Where.
        offset: u64,
        /// Record asked for.
        expected: uuid::Uuid,
        /// Record found.
        found: Option<uuid::Uuid>,
    },
}

/// The records of a file one after another; ends at the first damaged one.
#[derive(Debug)]
pub struct Records<R> {
    source: Counted<R>,
    ended: bool,
}

/// The records of a plain or gzipped (one member a record) WARC stream.
pub fn records<R: BufRead>(source: R) -> Records<R> {
    Records {
        source: Counted {
            inner: source,
            position: 0,
        },
        ended: false,
    }
}

/// The records of the file at `path`.
pub fn open(path: &Path) -> Result<Records<BufReader<File>>, ReadError> {
    let file = File::open(path).map_err(|source| disk(path, source))?;
    Ok(records(BufReader::new(file)))
}

/// The record that starts at byte `offset` of the file at `path`.
pub fn record_at(path: &Path, offset: u64) -> Result<Record, ReadError> {
    let mut file = File::open(path).map_err(|source| disk(path, source))?;
    file.seek(SeekFrom::Start(offset))
        .map_err(|source| disk(path, source))?;
    let mut records = records(BufReader::new(file));
    records.source.position = offset;
    records
        .next()
        .unwrap_or_else(|| Err(damaged(offset, "the file ends here")))
}

/// The response (or revisit) record of a capture kept in folder `dir`, wherever its file is in
/// its life: still written to, or closed.
pub fn capture(dir: &Path, capture: &CaptureRecord) -> Result<Record, ReadError> {
    let record = record_at(&locate(dir, &capture.file), capture.offset)?;
    if record.id() == Some(capture.record_id) {
        return Ok(record);
    }
    Err(ReadError::OtherRecord {
        file: capture.file.clone(),
        offset: capture.offset,
        expected: capture.record_id,
        found: record.id(),
    })
}

/// Path of a capture file: the closed one, else the one being written.
pub fn locate(dir: &Path, file: &str) -> PathBuf {
    let closed = dir.join(file);
    if closed.exists() {
        return closed;
    }
    dir.join(format!("{file}{}", super::folder::OPEN_SUFFIX))
}

impl<R: BufRead> Records<R> {
    /// Bytes read so far: after a whole record, where the next one starts.
    pub fn position(&self) -> u64 {
        self.source.position
    }

    fn read_next(&mut self) -> Option<Result<Record, ReadError>> {
        let offset = self.source.position;
        let start = match self.source.fill_buf() {
            Ok([]) => return None,
            Ok(start) => start[0],
            Err(problem) => return Some(Err(damaged(offset, problem))),
        };
        if start == 0x1f {
            return Some(self.read_member(offset));
        }
        Some(read_record(&mut self.source, offset))
    }

    fn read_member(&mut self, offset: u64) -> Result<Record, ReadError> {
        let mut member = Vec::new();
        GzDecoder::new(&mut self.source)
            .take(LARGEST_RECORD + LARGEST_HEAD)
            .read_to_end(&mut member)
            .map_err(|problem| damaged(offset, problem))?;
        let mut rest = member.as_slice();
        let record = read_record(&mut rest, offset)?;
        if rest.is_empty() {
            return Ok(record);
        }
        Err(damaged(
            offset,
            "more than one record in a gzip member, or a record above the size cap",
        ))
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read_next();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

fn read_record(source: &mut impl BufRead, offset: u64) -> Result<Record, ReadError> {
    let (version, fields) = read_head(source, offset)?;
    let mut record = Record {
        offset,
        version,
        fields,
        block: Vec::new(),
    };
    let length: u64 = record
        .field("content-length")
        .and_then(|text| text.parse().ok())
        .filter(|length| *length <= LARGEST_RECORD)
        .ok_or_else(|| damaged(offset, "no usable Content-Length"))?;
    let read = source
        .take(length)
        .read_to_end(&mut record.block)
        .map_err(|problem| damaged(offset, problem))?;
    let mut end = [0; 4];
    let ended = source.read_exact(&mut end).is_ok() && end == *b"\r\n\r\n";
    if u64::try_from(read) == Ok(length) && ended {
        return Ok(record);
    }
    Err(damaged(
        offset,
        "the record breaks off or its length is wrong",
    ))
}

type Fields = Vec<(String, String)>;

fn read_head(source: &mut impl BufRead, offset: u64) -> Result<(String, Fields), ReadError> {
    let mut head = source.take(LARGEST_HEAD);
    let version = read_line(&mut head, offset)?;
    if !version.starts_with("WARC/") {
        return Err(damaged(offset, "it does not start with WARC/"));
    }
    let mut fields: Fields = Vec::new();
    loop {
        let line = read_line(&mut head, offset)?;
        if line.is_empty() {
            return Ok((version, fields));
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
}

fn read_line(source: &mut impl BufRead, offset: u64) -> Result<String, ReadError> {
    let mut line = Vec::new();
    source
        .read_until(b'\n', &mut line)
        .map_err(|problem| damaged(offset, problem))?;
    let Some(text) = line.strip_suffix(b"\n") else {
        return Err(damaged(offset, "its named fields break off"));
    };
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    Ok(String::from_utf8_lossy(text).into_owned())
}

fn damaged(offset: u64, problem: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged {
        offset,
        problem: problem.to_string(),
    }
}

fn disk(path: &Path, source: io::Error) -> ReadError {
    ReadError::Disk {
        path: path.to_owned(),
        source,
    }
}

/// Counts the bytes that were consumed, so that a record knows where it starts.
#[derive(Debug)]
struct Counted<R> {
    inner: R,
    position: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.position += amount as u64;
    }
}
