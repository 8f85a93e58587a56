//! `netra search` and `netra reindex` on a database.

use clap::{CommandFactory, Parser};
use netra::cli::search::SearchArgs;
use netra::cli::{Desk, Exit, RefusedInput, reindex};
use netra::model::Reader;

use super::corpus::{apply, open, post};
use crate::db::support::{Page, TestDb, minute};

#[derive(Parser)]
struct Typed {
    #[command(flatten)]
    args: SearchArgs,
    #[arg(long)]
    json: bool,
}

pub(super) struct Installed {
    pub(super) database: TestDb,
    pub(super) folder: tempfile::TempDir,
}

impl Installed {
    pub(super) async fn empty() -> Self {
        Self {
            database: TestDb::new().await,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(super) async fn new() -> Self {
        let installed = Self::empty().await;
        let page = Page::at(0)
            .post("a", "Mari mencoblos nomor dua, kawan-kawan")
            .post("b", "=COBLOSAN(\"lancar\")\ndi TPS kami")
            .post("c", "Hari libur");
        installed.database.save(&page).await;
        assert_eq!(installed.reindex().await, "3 posts indexed\n");
        installed
    }

    pub(super) async fn reindex(&self) -> String {
        let mut out = Vec::new();
        let index = open(self.folder.path());
        let exit = reindex::execute(&index, &self.database.db, false, &mut out).await;
        assert_eq!(exit.unwrap(), Exit::Ok);
        String::from_utf8(out).unwrap()
    }

    /// What was printed, and how it ended.
    pub(super) async fn try_run(&self, words: &[&str]) -> (String, anyhow::Result<Exit>) {
        let typed = match Typed::try_parse_from(["search"].iter().chain(words)) {
            Ok(typed) => typed,
            Err(error) => return (String::new(), Err(error.into())),
        };
        let mut out = Vec::new();
        let index = open(self.folder.path());
        let args = typed.args;
        let desk = Desk {
            reader: Reader::operator("uji"),
            db: &self.database.db,
            now: minute(0),
            json: typed.json,
        };
        let exit = args.execute(&index, &desk, &mut out);
        let exit = exit.await;
        (String::from_utf8(out).unwrap(), exit)
    }

    async fn run(&self, words: &[&str]) -> anyhow::Result<String> {
        let (printed, exit) = self.try_run(words).await;
        assert_eq!(exit?, Exit::Ok);
        Ok(printed)
    }
}

#[tokio::test]
async fn people_read_hits_with_marks_and_counts() {
    let installed = Installed::new().await;
    let words = [
        "coblos", "--sort", "newest", "--facet", "band", "--facet", "lang",
    ];
    insta::assert_snapshot!(installed.run(&words).await.unwrap(), @r#"
    2  2026-09-21 21:03 WIB  mastodon @satu@contoh.example  Dinas Contoh  medium 0.5000
        =[COBLOSAN]("lancar") di TPS kami
    1  2026-09-21 21:03 WIB  mastodon @satu@contoh.example  Dinas Contoh  medium 0.5000
        Mari [mencoblos] nomor dua, kawan-kawan
    band:
           2  medium
    lang:
           2  id
    2 of 2
    "#);
}

#[tokio::test]
async fn programs_read_json() {
    let installed = Installed::new().await;
    let words = ["\"nomor dua\"", "--facet", "band", "--json"];
    insta::assert_snapshot!(installed.run(&words).await.unwrap(), @r#"{"facets":{"band":[{"count":1,"value":"medium"}]},"hints":[],"hits":[{"account":"@satu@contoh.example","agency":"Dinas Contoh","band":"medium","id":1,"platform":"mastodon","posted_at":"2026-09-21T14:03:20Z","region":"32.04","score":0.5,"spans":[[15,20],[21,24]],"text":"Mari mencoblos nomor dua, kawan-kawan","url":"https://contoh.example/@satu/a","verdict":null,"visible":true}],"index":{"documents":3,"pending":0,"posts":3,"state":"current"},"query":"\"nomor dua\"","total":1}"#);
}

#[tokio::test]
async fn spreadsheets_get_no_formulas() {
    let installed = Installed::new().await;
    insta::assert_snapshot!(installed.run(&["-libur", "--csv"]).await.unwrap().replace('\u{feff}', "[mark]"), @r#"
    [mark]id;posted_at;zone;platform;account;person;agency;region;contest;target;band;stage;score;signals;counter_signals;reasons;verdict;visible;url;text
    2;2026-09-21 21:03:20;WIB;mastodon;'@satu@contoh.example;Contoh Satu;Dinas Contoh;'32.04;;;medium;campaign;0,5;;;;;true;https://contoh.example/@satu/b;"'=COBLOSAN(""lancar"")
    di TPS kami"
    1;2026-09-21 21:03:20;WIB;mastodon;'@satu@contoh.example;Contoh Satu;Dinas Contoh;'32.04;;;medium;campaign;0,5;;;;;true;https://contoh.example/@satu/a;Mari mencoblos nomor dua, kawan-kawan
    "#);
}

#[tokio::test]
async fn the_limit_shortens_the_list_and_not_the_total() {
    let installed = Installed::new().await;
    let shown = installed.run(&["*", "--limit", "1"]).await.unwrap();
    assert!(shown.ends_with("1 of 3\n"), "{shown}");
}

/// The index only proposes: what people see is what the database says now.
#[tokio::test]
async fn hits_show_the_words_of_the_database() {
    let installed = Installed::new().await;
    let edited = Page::at(1).post("a", "Sudah mencoblos belum?");
    installed.database.save(&edited).await;
    let shown = installed.run(&["\"nomor dua\""]).await.unwrap();
    assert!(
        shown.contains("Sudah mencoblos belum?") && !shown.contains("nomor"),
        "{shown}"
    );
    assert_eq!(installed.reindex().await, "3 posts indexed\n");
    let shown = installed.run(&["\"nomor dua\""]).await.unwrap();
    assert_eq!(shown, "0 of 0\n");
}

#[tokio::test]
async fn posts_that_the_database_lacks_are_not_shown() {
    let installed = Installed::new().await;
    let ghost = netra::search::IndexChange::Put(Box::new(post(99, "coblosan hantu")));
    apply(&open(installed.folder.path()), &[ghost]).unwrap();
    let shown = installed.run(&["hantu"]).await.unwrap();
    assert_eq!(shown, "0 of 1\n");
}

#[tokio::test]
async fn a_bad_query_is_drawn() {
    let installed = Installed::new().await;
    let error = installed.run(&["kata bnad:high"]).await.unwrap_err();
    let refused = error.downcast::<RefusedInput>().unwrap();
    insta::assert_snapshot!(refused, @r#"
    kata bnad:high
         ^ there is no field "bnad" [at character 6: bnad:high]; did you mean band: ?
    "#);
}

#[tokio::test]
async fn a_bad_facet_is_refused() {
    let installed = Installed::new().await;
    let error = installed
        .run(&["kata", "--facet", "account"])
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("accounts are not counted"),
        "{error}"
    );
}

/// As `netra crawl --account` and `netra registry show` take it.
#[tokio::test]
async fn an_account_is_found_by_its_number() {
    let installed = Installed::new().await;
    let found = installed.run(&["account:1 libur", "--json"]).await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(answer["total"], 1, "{answer}");
    assert_eq!(answer["query"], "account:satu@contoh.example libur");
    let error = installed.run(&["libur -account:99"]).await.unwrap_err();
    let refused = error.downcast::<RefusedInput>().unwrap();
    insta::assert_snapshot!(refused, @r#"
    libur -account:99
                   ^ account is never "99"; it is one of the numbers of netra registry list, or an address [at character 16: 99]
    "#);
}

#[tokio::test]
async fn tags_are_found_and_counted() {
    let installed = Installed::new().await;
    let tagged = Page::at(1).post("d", "Ayo #SukarajaBangkit dan #sukarajabangkit");
    installed.database.save(&tagged).await;
    installed.reindex().await;
    for query in ["tag:SukarajaBangkit", "tag:#sukarajab*"] {
        let found = installed.run(&[query, "--facet", "tag"]).await.unwrap();
        assert!(found.ends_with("1  sukarajabangkit\n1 of 1\n"), "{found}");
    }
}

#[tokio::test]
async fn only_one_reindex_at_a_time() {
    let installed = Installed::new().await;
    let index = open(installed.folder.path());
    let running = index.rebuild().unwrap();
    let mut out = Vec::new();
    let exit = reindex::execute(&index, &installed.database.db, false, &mut out).await;
    assert_eq!(exit.unwrap(), Exit::Locked);
    drop(running);
}

/// The examples of the help, as they stand there.
pub(super) fn examples() -> Vec<String> {
    let help = Typed::command().render_help().to_string();
    let taught = &help[help.find("Ten examples").unwrap()..];
    let typed = taught
        .lines()
        .filter_map(|line| line.trim().strip_prefix("netra search '"));
    typed
        .filter_map(|line| Some(line.split('\'').next()?.to_owned()))
        .collect()
}

#[test]
fn the_help_teaches_the_query_language() {
    let help = Typed::command().render_help().to_string();
    let taught = &help[help.find("Ten examples").unwrap()..];
    assert_eq!(examples().len(), 10);
    for words in [
        "What binds tighter",
        "Function words",
        "Figures and words",
        "Fields: account",
    ] {
        assert!(taught.contains(words), "{words}: {taught}");
    }
    assert!(
        taught.lines().all(|line| line.chars().count() <= 101),
        "{taught}"
    );
}

/// What is understood otherwise, or finds nothing, is told together with what is found.
#[tokio::test]
async fn readings_are_told_with_the_hits() {
    let installed = Installed::new().await;
    let hints = async |query: &str| {
        let found = installed.run(&[query, "--json"]).await.unwrap();
        let answer: serde_json::Value = serde_json::from_str(&found).unwrap();
        answer["hints"].to_string()
    };
    let told = hints("coblos di band:sedang account:satu -golptu").await;
    insta::assert_snapshot!(told, @r#"["band:sedang is read as band:medium","account:satu is read as account:satu@contoh.example","di need not stand in a post, because it is a function word; \"di\" in quotation marks looks for it","no post matches golptu"]"#);
}
