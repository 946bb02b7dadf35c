//! The stand-ins for AWS: a moto server with a seeded account, and programs in front of or beside it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use waymark_aws::{
    Account, Cancel, Clock, ConfigFiles, Connect, Inventory, ScanEnd, ScanOptions, Secret, Source,
    block_on, scan,
};

/// Programs of the virtual environment that `cargo xtask setup` makes.
fn program(name: &str) -> PathBuf {
    let given = std::env::var_os("WAYMARK_MOTO").map(PathBuf::from);
    let home =
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/waymark/moto");
    let folder = given.unwrap_or_else(home);
    let path = folder.join(if cfg!(windows) { "Scripts" } else { "bin" }).join(name);
    assert!(
        path.exists() || path.with_extension("exe").exists(),
        "{} is missing: run `cargo xtask setup`, or set WAYMARK_MOTO to a virtual environment with moto[server] and boto3",
        path.display()
    );
    path
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A program that answers on a loopback port until it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(program: &Path, arguments: &[OsString], port: u16) -> Self {
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", program.display()));
        let address = format!("127.0.0.1:{port}");
        let server = Self { child, url: format!("http://{address}"), address };
        for _ in 0..600 {
            if TcpStream::connect(&server.address).is_ok() {
                return server;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("{} does not answer on {}", program.display(), server.address);
    }

    /// moto with the seeded account, and what a scan must say of it.
    pub(crate) fn seeded(extra_buckets: usize) -> (Self, Value) {
        let port = free_port();
        let arguments = ["-H", "127.0.0.1", "-p", &port.to_string()].map(OsString::from);
        let server = Self::start(&program("moto_server"), &arguments, port);
        let manifest = tempfile::NamedTempFile::new().expect("a temporary file");
        let output = Command::new(program("python"))
            .arg(fixture("seed_account.py"))
            .args([
                "--endpoint",
                &server.url,
                "--reset",
                "--strict",
                "--extra-buckets",
                &extra_buckets.to_string(),
            ])
            .arg("--manifest")
            .arg(manifest.path())
            .output()
            .expect("python starts");
        assert!(
            output.status.success(),
            "seeding failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = std::fs::read_to_string(manifest.path()).expect("the manifest was written");
        let manifest: Value = serde_json::from_str(&text).expect("it is JSON");
        (server, manifest["expected"].clone())
    }

    /// The proxy that makes faults, in front of a server.
    pub(crate) fn faults(upstream: &Server) -> Self {
        let port = free_port();
        let arguments = [
            fixture("fault_proxy.py").into_os_string(),
            "--listen".into(),
            port.to_string().into(),
            "--upstream".into(),
            upstream.address.clone().into(),
        ];
        Self::start(&program("python"), &arguments, port)
    }

    /// The stand-in for S3 with a fixed answer time.
    #[allow(dead_code, reason = "the benchmark measures with it")]
    pub(crate) fn latency(buckets: usize, milliseconds: u32, limit: u32) -> Self {
        let port = free_port();
        let arguments = [
            fixture("latency_stub.py").into_os_string(),
            "--listen".into(),
            port.to_string().into(),
            "--buckets".into(),
            buckets.to_string().into(),
            "--milliseconds".into(),
            milliseconds.to_string().into(),
            "--limit".into(),
            limit.to_string().into(),
        ];
        Self::start(&program("python"), &arguments, port)
    }

    /// One plain HTTP request; the body of the answer.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it answers");
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut reader = BufReader::new(stream);
        let mut expected = 0;
        let mut line = String::new();
        while reader.read_line(&mut line).expect("it answers") > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                expected = value.trim().parse().expect("a length");
            }
            line.clear();
        }
        let mut answer = vec![0; expected];
        reader.read_exact(&mut answer).expect("a whole body");
        String::from_utf8(answer).expect("text")
    }

    /// Replaces the faults of a proxy.
    pub(crate) fn set_faults(&self, rules: &Value) {
        self.request("PUT", "/__faults", &rules.to_string());
    }

    /// What a proxy saw since the faults were set.
    pub(crate) fn seen(&self) -> Value {
        serde_json::from_str(&self.request("GET", "/__faults", "")).expect("it is JSON")
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its number").port()
}

#[expect(clippy::disallowed_methods, reason = "a test is a kind of main")]
pub(crate) fn clock() -> Clock {
    Clock::new(SystemTime::now)
}

/// The keys that moto takes.
pub(crate) fn keys() -> BTreeMap<String, String> {
    let pairs = [("AWS_ACCESS_KEY_ID", "testing"), ("AWS_SECRET_ACCESS_KEY", "testing")];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

pub(crate) fn no_files() -> ConfigFiles {
    ConfigFiles::of_home(Path::new("/nonexistent"), &BTreeMap::new())
}

pub(crate) fn connect(endpoint: &str) -> Connect {
    Connect {
        source: Source::Environment,
        files: no_files(),
        environment: keys(),
        role: None,
        code: None::<Secret>,
        region: Some("eu-west-1".to_owned()),
        endpoint: Some(endpoint.to_owned()),
    }
}

/// An account at this address, with little patience.
pub(crate) fn account(endpoint: &str) -> Account {
    Account::connect_with(&connect(endpoint), clock(), 7, Duration::from_secs(2))
        .expect("an address")
}

/// Options for one Region and some operations; all where none are named.
pub(crate) fn options(operations: &[&str]) -> ScanOptions {
    ScanOptions {
        regions: vec!["eu-west-1".to_owned()],
        operations: operations.iter().map(|name| (*name).to_owned()).collect(),
        ..ScanOptions::default()
    }
}

/// A scan to its end.
pub(crate) fn run(account: &Account, options: &ScanOptions, earlier: Option<Inventory>) -> ScanEnd {
    block_on(scan(account, options, earlier, &|_| {}, &Cancel::new()))
        .expect("the account can be looked at")
}
