//! What happens to the files: commits, crashes, versions, rebuilds.

use std::fs;
use std::path::Path;

use netra::model::PostId;
use netra::search::{IndexChange, Rebuild, SearchError};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, TantivyDocument};

use super::corpus::{apply, facts, hits, index_of, open, post, puts, texts};

fn rebuild(folder: &Path) -> Result<Rebuild, SearchError> {
    open(folder).rebuild()
}

/// How many posts an index opened anew holds.
fn count(folder: &Path) -> Result<u64, SearchError> {
    open(folder).len()
}

#[test]
fn a_post_is_there_once_however_often_it_is_put() {
    let (_folder, index) = index_of(&texts());
    let mut again = puts(&texts());
    again.extend(puts(&[post(1, "bunyi baru")]));
    again.extend(puts(&[post(1, "bunyi terbaru")]));
    apply(&index, &again).unwrap();
    assert_eq!(index.len().unwrap(), 16);
    assert_eq!(hits(&index, "=mencoblos"), [] as [i64; 0]);
    assert_eq!(hits(&index, "bunyi"), [1]);
    assert_eq!(hits(&index, "terbaru"), [1]);
}

#[test]
fn another_reader_sees_a_commit() {
    let (folder, writer) = index_of(&texts());
    let reader = open(folder.path());
    assert_eq!(hits(&reader, "coblos"), [1, 2, 3, 4]);
    apply(&writer, &[IndexChange::Remove(PostId(2))]).unwrap();
    assert_eq!(hits(&open(folder.path()), "coblos"), [1, 3, 4]);
    assert_eq!(hits(&writer, "coblos"), [1, 3, 4]);
}

/// A process that dies in the middle of a batch leaves segment files without a commit.
#[test]
fn a_crash_leaves_the_last_commit() {
    let (folder, index) = index_of(&texts());
    drop(index);
    let inside = MmapDirectory::open(folder.path().join("generation-1")).unwrap();
    let mut writer = Index::open(inside)
        .unwrap()
        .writer_with_num_threads(1, 15_000_000)
        .unwrap();
    writer.delete_all_documents().unwrap();
    writer.add_document(TantivyDocument::default()).unwrap();
    writer.prepare_commit().unwrap();
    drop(writer);
    let index = open(folder.path());
    assert_eq!(index.len().unwrap(), 16);
    apply(&index, &puts(&[post(17, "sesudah mati lampu")])).unwrap();
    assert_eq!(hits(&index, "lampu"), [17]);
}

#[test]
fn a_rebuilt_index_answers_like_the_old_one() {
    let mut documents = texts();
    documents.extend(facts().into_iter().map(|mut document| {
        document.post.0 += 100;
        document
    }));
    let (folder, index) = index_of(&documents[..3]);
    for document in &documents {
        apply(&index, &puts(std::slice::from_ref(document))).unwrap();
    }
    let queries = [
        "coblos",
        "pilih -band:high",
        "\"nomor dua\"",
        "region:32",
        "dukung*",
        "*",
    ];
    let before: Vec<_> = queries.iter().map(|query| hits(&index, query)).collect();
    let mut fresh = rebuild(folder.path()).unwrap();
    for document in documents.iter().rev() {
        fresh.put(document).unwrap();
    }
    assert_eq!(
        hits(&index, "coblos"),
        [1, 2, 3, 4],
        "answers during the rebuild"
    );
    assert_eq!(fresh.finish().unwrap(), documents.len() as u64);
    let after: Vec<_> = queries.iter().map(|query| hits(&index, query)).collect();
    assert_eq!(before, after);
    assert!(
        !folder.path().join("generation-1").exists(),
        "the old terms are gone"
    );
}

#[test]
fn an_abandoned_rebuild_changes_nothing() {
    let (folder, index) = index_of(&texts());
    let mut fresh = rebuild(folder.path()).unwrap();
    fresh.put(&post(99, "setengah jadi")).unwrap();
    drop(fresh);
    assert_eq!(hits(&index, "jadi"), [] as [i64; 0]);
    assert_eq!(index.len().unwrap(), 16);
    let mut complete = rebuild(folder.path()).unwrap();
    complete.put(&post(99, "sudah selesai")).unwrap();
    complete.finish().unwrap();
    assert_eq!(hits(&index, "*"), [99]);
    let generations = fs::read_dir(folder.path()).unwrap().filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("generation-")
    });
    assert_eq!(generations.count(), 1);
}

#[test]
fn batches_wait_while_a_rebuild_runs() {
    let (folder, index) = index_of(&texts());
    let fresh = rebuild(folder.path()).unwrap();
    let batch = puts(&[post(17, "menunggu giliran")]);
    assert!(matches!(
        apply(&index, &batch),
        Err(SearchError::Rebuilding { .. })
    ));
    assert!(matches!(
        rebuild(folder.path()),
        Err(SearchError::Rebuilding { .. })
    ));
    drop(fresh);
    apply(&index, &batch).unwrap();
    assert_eq!(hits(&index, "giliran"), [17]);
}

#[test]
fn an_index_of_another_version_asks_for_a_rebuild() {
    let (folder, _) = index_of(&texts());
    let pointer = folder.path().join("current.json");
    let other = fs::read_to_string(&pointer)
        .unwrap()
        .replace("\"schema\":5", "\"schema\":1");
    fs::write(&pointer, other).unwrap();
    let error = count(folder.path()).unwrap_err();
    assert!(matches!(error, SearchError::Outdated { .. }));
    assert!(
        error
            .to_string()
            .ends_with("was made by another version; run `netra reindex`")
    );
    rebuild(folder.path()).unwrap().finish().unwrap();
    assert_eq!(count(folder.path()).unwrap(), 0);
}

#[test]
fn a_damaged_index_asks_for_a_rebuild() {
    let files = ["current.json", "generation-1/meta.json"];
    let junk: [&[u8]; 3] = [b"{", b"", b"\xff\x00\x80"];
    for (file, junk) in files
        .into_iter()
        .flat_map(|file| junk.map(|junk| (file, junk)))
    {
        let (folder, _) = index_of(&texts());
        fs::write(folder.path().join(file), junk).unwrap();
        let error = count(folder.path()).unwrap_err();
        assert!(
            matches!(error, SearchError::Corrupt { .. }),
            "{file}: {error}"
        );
        assert!(error.to_string().contains("run `netra reindex`"));
        rebuild(folder.path()).unwrap().finish().unwrap();
        assert_eq!(count(folder.path()).unwrap(), 0);
    }
}

/// The index proposes posts; it must not become a second place where their words are kept.
#[test]
fn the_text_itself_is_not_stored() {
    let (folder, _index) = index_of(&[post(1, "Kalimat Rahasia Sekali")]);
    for entry in fs::read_dir(folder.path().join("generation-1")).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Kalimat Rahasia") && !text.contains("kalimat rahasia"));
    }
}

#[test]
fn the_last_post_can_be_removed() {
    let (folder, index) = index_of(&[post(1, "satu-satunya")]);
    apply(&index, &[IndexChange::Remove(PostId(1))]).unwrap();
    assert!(open(folder.path()).is_empty().unwrap());
    assert_eq!(hits(&index, "*"), [] as [i64; 0]);
    assert!(index.is_empty().unwrap());
}

/// Looking must not make an empty index that looks as if nothing had been found.
#[test]
fn a_look_at_a_missing_index_says_so_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let gone = folder.path().join("index");
    let index = open(&gone);
    let error = index.len().unwrap_err();
    assert!(matches!(error, SearchError::Missing { .. }));
    assert!(
        error
            .to_string()
            .starts_with("the search index is missing: run netra reindex"),
        "{error}"
    );
    assert_eq!(index.rebuilding().unwrap(), None);
    let batch = puts(&[post(1, "tersesat")]);
    assert!(matches!(
        apply(&index, &batch),
        Err(SearchError::Missing { .. })
    ));
    assert!(!gone.join("current.json").exists());
}

#[test]
fn one_writes_at_a_time_and_the_other_is_told() {
    let (folder, index) = index_of(&texts());
    let (mut first, mut second) = (index.batch_writer(), open(folder.path()).batch_writer());
    first.write(puts(&[post(17, "penulis pertama")])).unwrap();
    let batch = puts(&[post(18, "penulis kedua")]);
    let error = second.write(&batch).unwrap_err();
    assert!(matches!(error, SearchError::Busy { .. }) && error.waits());
    first.write(puts(&[post(19, "penulis pertama")])).unwrap();
    first.finish().unwrap();
    second.write(&batch).unwrap();
    assert_eq!(hits(&index, "tulis"), [17, 18, 19]);
}

#[test]
fn a_writer_goes_on_in_the_index_that_a_rebuild_made() {
    let (folder, index) = index_of(&texts());
    let mut writer = index.batch_writer();
    writer.write(puts(&[post(17, "sebelum")])).unwrap();
    let mut fresh = rebuild(folder.path()).unwrap();
    fresh.put(&post(99, "dibangun ulang")).unwrap();
    let batch = puts(&[post(18, "sesudah")]);
    assert!(matches!(
        writer.write(&batch),
        Err(SearchError::Rebuilding { .. })
    ));
    fresh.finish().unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    assert_eq!(hits(&index, "*"), [18, 99]);
}

#[test]
fn a_rebuild_is_seen_from_outside_with_how_far_it_is() {
    let (folder, index) = index_of(&texts());
    assert_eq!(index.rebuilding().unwrap(), None);
    let mut fresh = rebuild(folder.path()).unwrap();
    assert_eq!(index.rebuilding().unwrap(), Some(0));
    for number in 1..=1_500 {
        fresh.put(&post(number, "seribu lebih")).unwrap();
    }
    assert_eq!(open(folder.path()).rebuilding().unwrap(), Some(1_000));
    fresh.finish().unwrap();
    assert_eq!(index.rebuilding().unwrap(), None);
}
