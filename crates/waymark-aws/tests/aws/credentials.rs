//! How credentials are got: from files, programs, sign-ins, roles and second factors. Nobody real is asked: a listener on loopback
//! answers, and keeps what it was told.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use tempfile::TempDir;
use waymark_aws::{
    Account, ConfigFiles, Connect, Error, ProfileKind, Role, Secret, Source, block_on, external_id,
    profiles,
};

use crate::server::{clock, keys, no_files};

const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/reader/waymark</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

fn credentials_of(action: &str, key: &str) -> String {
    format!(
        "<{action}Response><{action}Result><Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t-{key}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></{action}Result></{action}Response>"
    )
}

/// Answers one request after the other, and tells each: its head and its body.
fn answering(answers: Vec<(u16, String)>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("its number"));
    let (told, asked) = channel();
    thread::spawn(move || {
        for (status, answer) in answers {
            let Ok((stream, _)) = listener.accept() else { return };
            let mut reader = BufReader::new(stream);
            let mut request = String::new();
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("a head");
                if let Some((name, value)) = line.split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().expect("a length");
                }
                request += &line;
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).expect("a body");
            request += &String::from_utf8_lossy(&body);
            let head = format!(
                "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                answer.len()
            );
            reader.get_mut().write_all((head + &answer).as_bytes()).expect("an answer");
            if told.send(request).is_err() {
                return;
            }
        }
    });
    (url, asked)
}

/// Configuration files with this in them.
fn files(config: &str, credentials: &str) -> (TempDir, ConfigFiles) {
    let folder = TempDir::new().expect("a temporary folder");
    let files = ConfigFiles::of_home(folder.path(), &BTreeMap::new());
    fs::create_dir_all(&files.sign_ins).expect("it can be made");
    fs::write(&files.config, config).expect("it can be written");
    fs::write(&files.credentials, credentials).expect("it can be written");
    (folder, files)
}

fn of_profile(name: &str, files: &ConfigFiles, endpoint: &str) -> Connect {
    Connect {
        source: Source::Profile(name.to_owned()),
        files: files.clone(),
        environment: BTreeMap::new(),
        role: None,
        code: None,
        region: None,
        endpoint: Some(endpoint.to_owned()),
    }
}

fn identity(connect: &Connect) -> Result<String, Error> {
    let account = Account::connect(connect, clock(), 7)?;
    block_on(account.identity()).map(|identity| identity.name)
}

const CONFIG: &str = "
[default]
region = eu-central-1
# a comment
[profile admin]
aws_access_key_id = AKIAADMIN
aws_secret_access_key = not-real
region = eu-west-3
s3 =
  max_concurrent_requests = 20
[profile reader]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = admin
external_id = wm-1
[profile careful]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = admin
mfa_serial = arn:aws:iam::123456789012:mfa/phone
[profile factored]
aws_access_key_id = AKIAPLAIN
aws_secret_access_key = not-real
mfa_serial = arn:aws:iam::123456789012:mfa/key-ring
[profile central]
sso_session = harbour
sso_account_id = 123456789012
sso_role_name = Reader
[sso-session harbour]
sso_start_url = https://harbour.awsapps.com/start
sso_region = eu-west-1
[profile circle]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = circle2
[profile circle2]
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = circle
[profile machine]
role_arn = arn:aws:iam::123456789012:role/reader
credential_source = Ec2InstanceMetadata
[profile half]
aws_access_key_id = AKIAHALF
[profile program]
credential_process = PROGRAM
[profile empty]
";

#[test]
fn profiles_are_listed_with_what_they_need() {
    let (_folder, files) =
        files(CONFIG, "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = x\n");
    let found = profiles(&files).expect("they can be read");
    let told: Vec<(&str, ProfileKind, bool)> = found
        .iter()
        .map(|profile| (profile.name.as_str(), profile.kind, profile.needs_code))
        .collect();
    assert_eq!(
        told,
        [
            ("admin", ProfileKind::Keys, false),
            ("careful", ProfileKind::Role, true),
            ("central", ProfileKind::IdentityCenter, false),
            ("circle", ProfileKind::Role, false),
            ("circle2", ProfileKind::Role, false),
            ("default", ProfileKind::Keys, false),
            ("empty", ProfileKind::None, false),
            ("factored", ProfileKind::Keys, true),
            ("half", ProfileKind::Keys, false),
            ("machine", ProfileKind::Role, false),
            ("program", ProfileKind::Program, false),
            ("reader", ProfileKind::Role, false),
        ]
    );
    let default = found.iter().find(|profile| profile.name == "default").expect("it is there");
    assert_eq!(default.region.as_deref(), Some("eu-central-1"), "both files speak of a profile");
    assert_eq!(profiles(&no_files()).expect("no file is no error"), []);
}

#[test]
fn what_cannot_work_is_told_with_what_to_do() {
    let (_folder, files) = files(CONFIG, "");
    for (profile, expected) in [
        ("nobody", "there is no profile `nobody`"),
        ("circle", "leads in a circle"),
        ("machine", "an instance or container"),
        ("half", "half a pair of keys"),
        ("empty", "it has no credentials"),
        ("central", "run `aws sso login --profile central`"),
        ("careful", "the code of its second factor (phone)"),
    ] {
        let error = identity(&of_profile(profile, &files, "http://127.0.0.1:9"))
            .expect_err("it cannot work");
        assert!(error.to_string().contains(expected), "{profile}: {error}");
        assert!(!error.to_string().contains("123456789012"), "{profile}: no numbers of accounts");
    }
    let none =
        Connect { source: Source::Environment, ..of_profile("", &files, "http://127.0.0.1:9") };
    assert!(matches!(identity(&none), Err(Error::NoCredentials)));
    let nowhere = Connect { environment: keys(), ..none };
    assert!(
        matches!(identity(&nowhere), Err(Error::Unreachable { .. })),
        "a closed port is no network"
    );
    let no_address = Connect { endpoint: Some("somewhere".to_owned()), ..nowhere };
    assert!(matches!(identity(&no_address), Err(Error::Endpoint(_))));
}

#[test]
fn a_role_is_taken_with_its_external_id() {
    let (url, asked) = answering(vec![
        (200, credentials_of("AssumeRole", "ASIAROLE")),
        (200, IDENTITY.to_owned()),
    ]);
    let (_folder, files) = files(CONFIG, "");
    assert_eq!(identity(&of_profile("reader", &files, &url)).expect("it works"), "reader");
    let (first, second) = (asked.recv().expect("a request"), asked.recv().expect("another"));
    assert!(first.contains("Action=AssumeRole") && first.contains("&ExternalId=wm-1"), "{first}");
    assert!(first.contains("Credential=AKIAADMIN/") && !first.contains("SerialNumber"));
    assert!(
        second.contains("Credential=ASIAROLE/")
            && second.to_lowercase().contains("x-amz-security-token: t-asiarole"),
        "{second}"
    );
}

#[test]
fn a_second_factor_is_asked_for_and_sent() {
    let (_folder, files) = files(CONFIG, "");
    for (profile, action, device) in [
        ("careful", "AssumeRole", "mfa%2Fphone"),
        ("factored", "GetSessionToken", "mfa%2Fkey-ring"),
    ] {
        let (url, asked) =
            answering(vec![(200, credentials_of(action, "ASIAMFA")), (200, IDENTITY.to_owned())]);
        let with_code =
            Connect { code: Some(Secret::new(" 123456 ")), ..of_profile(profile, &files, &url) };
        assert_eq!(identity(&with_code).expect("it works"), "reader");
        let first = asked.recv().expect("a request");
        assert!(
            first.contains(&format!("Action={action}&"))
                && first.contains(device)
                && first.contains("&TokenCode=123456"),
            "{first}"
        );
        assert!(!format!("{with_code:?}").contains("123456 "), "a code is not printed");
        let without = identity(&of_profile(profile, &files, &url)).expect_err("a code is needed");
        assert!(matches!(without, Error::CodeNeeded { .. }));
    }
}

#[test]
fn a_role_that_may_not_be_taken_says_so() {
    let refusal = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/x</Message></Error></ErrorResponse>";
    let (url, _asked) = answering(vec![(403, refusal.to_owned())]);
    let role = Role { arn: Secret::new("arn:aws:iam::123456789012:role/x"), external_id: None };
    let connect = Connect {
        source: Source::Environment,
        environment: keys(),
        role: Some(role),
        ..of_profile("", &no_files(), &url)
    };
    let error = identity(&connect).expect_err("it may not");
    assert!(matches!(&error, Error::RoleRefused { code } if code == "AccessDenied"), "{error}");
    assert!(!format!("{error} {error:?} {connect:?}").contains("123456789012"));
}

#[test]
fn a_sign_in_is_used_while_it_is_good() {
    let (_folder, files) = files(CONFIG, "");
    let sign_in = |expires: &str| {
        let text = format!(
            r#"{{"startUrl":"https://harbour.awsapps.com/start/#","region":"eu-west-1","accessToken":"token-1","expiresAt":"{expires}"}}"#
        );
        fs::write(files.sign_ins.join("0123.json"), text).expect("it can be written");
    };
    let roles = r#"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}}"#;
    sign_in("2099-01-01T00:00:00Z");
    let (url, asked) = answering(vec![(200, roles.to_owned()), (200, IDENTITY.to_owned())]);
    assert_eq!(identity(&of_profile("central", &files, &url)).expect("it works"), "reader");
    let first = asked.recv().expect("a request");
    assert!(
        first.starts_with("GET /federation/credentials?account_id=123456789012&role_name=Reader "),
        "{first}"
    );
    assert!(first.contains("x-amz-sso_bearer_token: token-1"));
    assert!(asked.recv().expect("another").contains("Credential=ASIASSO/"));
    // Refused by the portal, and run out by its own word.
    let (url, _asked) =
        answering(vec![(401, r#"{"message":"Session token not found"}"#.to_owned())]);
    assert!(matches!(
        identity(&of_profile("central", &files, &url)),
        Err(Error::LoginNeeded { .. })
    ));
    sign_in("2020-01-01T00:00:00UTC");
    assert!(matches!(
        identity(&of_profile("central", &files, "http://127.0.0.1:9")),
        Err(Error::LoginNeeded { .. })
    ));
    sign_in("2020-01-01T00:00:00Z");
    assert!(matches!(
        identity(&of_profile("central", &files, "http://127.0.0.1:9")),
        Err(Error::LoginNeeded { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_program_gives_credentials_or_says_that_it_does_not() {
    let with = |program: &str| files(&CONFIG.replace("PROGRAM", program), "");
    let (url, asked) = answering(vec![(200, IDENTITY.to_owned())]);
    let good = r#"echo '{"Version":1,"AccessKeyId":"ASIAPROG","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-01-01T00:00:00Z"}'"#;
    let (_folder, files) = with(good);
    assert_eq!(identity(&of_profile("program", &files, &url)).expect("it works"), "reader");
    assert!(asked.recv().expect("a request").contains("Credential=ASIAPROG/"));
    for (program, expected) in [("exit 3", "exit status: 3"), ("echo hello", "are no credentials")]
    {
        let (_folder, files) = with(program);
        let error = identity(&of_profile("program", &files, &url)).expect_err("it gives none");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn home_and_endpoint_follow_from_what_is_given_first() {
    let (_folder, files) = files(
        &format!(
            "{CONFIG}\n[profile local]\naws_access_key_id = a\naws_secret_access_key = b\nendpoint_url = http://127.0.0.1:1\n"
        ),
        "",
    );
    let region = |connect: &Connect| {
        Account::connect(connect, clock(), 7).expect("it is whole").region().to_owned()
    };
    let profile = of_profile("admin", &files, "http://127.0.0.1:9");
    assert_eq!(region(&profile), "eu-west-3");
    assert_eq!(
        region(&Connect { region: Some("eu-north-1".to_owned()), ..profile.clone() }),
        "eu-north-1"
    );
    let mut environment = keys();
    environment.insert("AWS_REGION".to_owned(), "ap-south-1".to_owned());
    let from_environment = Connect {
        source: Source::Environment,
        environment: environment.clone(),
        ..profile.clone()
    };
    assert_eq!(region(&from_environment), "ap-south-1");
    // The address of a profile is used where nothing else is said.
    let local = Connect { endpoint: None, ..of_profile("local", &files, "") };
    let Err(Error::Unreachable { host }) = identity(&local) else { panic!("nobody answers there") };
    assert_eq!(host, "127.0.0.1:1");
    assert!(external_id([171; 16]).starts_with("waymark-abab"));
    assert!(Path::new(&files.config).exists());
}
