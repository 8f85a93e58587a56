//! What happens to the files: commits, crashes, versions, rebuilds.

use std::fs;
use std::path::Path;

use netra::search::{Change, Rebuild, SearchError, SearchIndex, Settings};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, TantivyDocument};

use super::corpus::{analyzer, facts, hits, index_of, open, post, puts, texts};

fn rebuild(folder: &Path) -> Result<Rebuild, SearchError> {
    Rebuild::begin(folder, analyzer(), Settings::default())
}

fn reopen(folder: &Path) -> Result<SearchIndex, SearchError> {
    SearchIndex::open(folder, analyzer(), Settings::default())
}

#[test]
fn a_post_is_there_once_however_often_it_is_put() {
    let (_folder, index) = index_of(&texts());
    let mut again = puts(&texts());
    again.extend(puts(&[post(1, "bunyi baru")]));
    again.extend(puts(&[post(1, "bunyi terbaru")]));
    index.apply(&again).unwrap();
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
    writer
        .apply(&[Change::Remove(netra::model::PostId(2))])
        .unwrap();
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
    index
        .apply(&puts(&[post(17, "sesudah mati lampu")]))
        .unwrap();
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
        index.apply(&puts(std::slice::from_ref(document))).unwrap();
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
        fresh.put(document.clone()).unwrap();
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
    fresh.put(post(99, "setengah jadi")).unwrap();
    drop(fresh);
    assert_eq!(hits(&index, "jadi"), [] as [i64; 0]);
    assert_eq!(index.len().unwrap(), 16);
    let mut complete = rebuild(folder.path()).unwrap();
    complete.put(post(99, "sudah selesai")).unwrap();
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
        index.apply(&batch),
        Err(SearchError::Rebuilding { .. })
    ));
    assert!(matches!(
        rebuild(folder.path()),
        Err(SearchError::Rebuilding { .. })
    ));
    drop(fresh);
    index.apply(&batch).unwrap();
    assert_eq!(hits(&index, "giliran"), [17]);
}

#[test]
fn an_index_of_another_version_asks_for_a_rebuild() {
    let (folder, _) = index_of(&texts());
    let pointer = folder.path().join("current.json");
    let other = fs::read_to_string(&pointer)
        .unwrap()
        .replace("\"schema\":1", "\"schema\":999");
    fs::write(&pointer, other).unwrap();
    let error = reopen(folder.path()).unwrap_err();
    assert!(matches!(error, SearchError::Outdated { .. }));
    assert!(
        error
            .to_string()
            .ends_with("was made by another version; run `netra reindex`")
    );
    rebuild(folder.path()).unwrap().finish().unwrap();
    assert!(reopen(folder.path()).unwrap().is_empty().unwrap());
}

#[test]
fn a_damaged_index_asks_for_a_rebuild() {
    for file in ["current.json", "generation-1/meta.json"] {
        let (folder, _) = index_of(&texts());
        fs::write(folder.path().join(file), "{").unwrap();
        let error = reopen(folder.path()).unwrap_err();
        assert!(
            matches!(error, SearchError::Corrupt { .. }),
            "{file}: {error}"
        );
        assert!(error.to_string().contains("run `netra reindex`"));
        rebuild(folder.path()).unwrap().finish().unwrap();
        assert!(reopen(folder.path()).unwrap().is_empty().unwrap());
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
    index
        .apply(&[Change::Remove(netra::model::PostId(1))])
        .unwrap();
    assert!(open(folder.path()).is_empty().unwrap());
    assert_eq!(hits(&index, "*"), [] as [i64; 0]);
    assert!(index.is_empty().unwrap());
}
