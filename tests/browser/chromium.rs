//! A Chromium that is driven as a person drives it: it types, clicks and looks.

use std::path::{Path, PathBuf};
use std::process::Command;

use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::servers::installed;
use crate::servers::process::Process;

/// How a reader looks at the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reader {
    /// Width of the window in pixels.
    pub(super) width: u32,
    pub(super) dark: bool,
    pub(super) scripts: bool,
}

/// At a desk.
pub(super) const DESK: Reader = Reader {
    width: 1_440,
    dark: false,
    scripts: true,
};

/// A browser; it ends with the test.
pub(super) struct Chromium {
    client: Client,
    axe: String,
    _driver: Process,
    _profile: tempfile::TempDir,
}

/// Where what the tests need is installed.
fn tools(test: &str) -> Option<PathBuf> {
    let folder = installed(test)?.join("browser");
    folder
        .join("node_modules/axe-core")
        .exists()
        .then_some(folder)
        .or_else(|| {
            assert!(
                std::env::var_os("CI").is_none(),
                "{test} needs .ci/install-servers browser"
            );
            eprintln!("{test} skipped: .ci/install-servers browser has not been run");
            None
        })
}

impl Chromium {
    /// Starts one, or says that the test is skipped.
    pub(super) async fn start(test: &str, reader: Reader) -> Option<Self> {
        let axe = tools(test)?.join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).unwrap();
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("chromedriver");
        let ready = "started successfully on port";
        let (driver, told) = Process::started(command.arg("--port=0"), ready);
        let port = told.rsplit("port ").next().unwrap().trim_end_matches('.');
        let address = format!("http://127.0.0.1:{port}");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(reader, profile.path()))
            .connect(&address)
            .await
            .unwrap();
        let browser = Self {
            client,
            axe,
            _driver: driver,
            _profile: profile,
        };
        browser.look_as(reader).await;
        Some(browser)
    }

    async fn look_as(&self, reader: Reader) {
        let screen =
            json!({"width": reader.width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.tell("Emulation.setDeviceMetricsOverride", screen)
            .await;
        let scheme = if reader.dark { "dark" } else { "light" };
        // A click meets nothing while the page still glides to it.
        let media = json!({"features": [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]});
        self.tell("Emulation.setEmulatedMedia", media).await;
    }

    async fn tell(&self, command: &'static str, parameters: Value) {
        let told = DevTools {
            command,
            parameters,
        };
        self.client.issue_cmd(told).await.unwrap();
    }

    pub(super) async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// The first element, for which it waits.
    pub(super) async fn find(&self, selector: &str) -> Element {
        let found = self.client.wait().for_element(Locator::Css(selector));
        match found.await {
            Ok(element) => element,
            Err(error) => panic!(
                "no {selector} on {}: {error}\n{}",
                self.address().await,
                self.page().await
            ),
        }
    }

    pub(super) async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap();
    }

    /// Types into a field in place of what stands there.
    pub(super) async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses keys wherever the focus is.
    pub(super) async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    /// What a person reads there; it waits until there is such a place.
    pub(super) async fn text(&self, selector: &str) -> String {
        loop {
            // The page may be left between finding and reading.
            match self.find(selector).await.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                read => return read.unwrap(),
            }
        }
    }

    /// What the whole page says.
    async fn page(&self) -> String {
        let script = "return document.body.innerText";
        let said = self.client.execute(script, Vec::new()).await;
        said.map_or_else(|error| error.to_string(), |said| said.to_string())
    }

    pub(super) async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// What a script on the page comes to.
    pub(super) async fn value(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// What is wrong with the page for readers with other eyes, ears or hands: rule and place.
    pub(super) async fn barriers(&self) -> Vec<String> {
        self.client.execute(&self.axe, Vec::new()).await.unwrap();
        let run = "const done = arguments[0]; axe.run(document).then((found) => done(found.violations\
             .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`))))";
        let found = self.client.execute_async(run, Vec::new()).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// Ends the browser; else it ends with its driver.
    pub(super) async fn end(self) {
        self.client.close().await.unwrap();
    }
}

fn capabilities(reader: Reader, profile: &Path) -> Map<String, Value> {
    // As root it must do without its sandbox; the others keep it from asking the network.
    let arguments = json!([
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        format!("--user-data-dir={}", profile.display()),
    ]);
    let scripts = if reader.scripts { 1 } else { 2 };
    let preferences = json!({"profile.managed_default_content_settings.javascript": scripts});
    let options = json!({"args": arguments, "prefs": preferences});
    let mut capabilities = Map::new();
    capabilities.insert("browserName".into(), "chrome".into());
    capabilities.insert("goog:chromeOptions".into(), options);
    capabilities
}

/// A command of Chromium's own, which the protocol of drivers lacks.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({"cmd": self.command, "params": self.parameters});
        (http::Method::POST, Some(body.to_string()))
    }
}
