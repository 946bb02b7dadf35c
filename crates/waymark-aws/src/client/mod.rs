//! One small client for every call: it signs, sends and reads; what to do about a failure is decided by who calls.
//!
//! Bodies are read, reduced to the fields that the table keeps, and dropped. They are never logged and never part of an error.

mod failure;
mod gate;
mod request;
mod xml;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::error::Error;
use crate::operation::{Operation, Service, Wire};

pub(crate) use failure::{Failure, Kind};
pub(crate) use gate::{Gates, Lane};
pub(crate) use request::encode;

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 32 * 1024 * 1024;

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// A clock that asks this function.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time now.
    pub fn now(&self) -> SystemTime {
        (self.0)()
    }

    /// The same, as the scan writes it.
    pub(crate) fn timestamp(&self) -> Timestamp {
        Timestamp::from_millisecond(milliseconds(self.now())).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Keys that sign. Neither they nor whose they are can be printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
    pub(crate) expires: Option<SystemTime>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// A request before it is signed.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
    /// Service and Region that sign; `None` sends it as it is.
    pub(crate) signed_for: Option<(&'static str, String)>,
}

/// What came back, whatever it says.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// What it says, as JSON, also where it came as XML.
    pub(crate) fn value(&self, wire: Wire) -> Result<Value, Failure> {
        if !(200..300).contains(&self.status) {
            return Err(failure::of(self));
        }
        // The policy of a bucket is the one XML operation that answers in JSON.
        let is_xml = matches!(wire, Wire::Query { .. } | Wire::RestXml)
            && self.body.first().is_none_or(|first| *first != b'{');
        let unreadable = || Failure::new(Kind::Unreadable, "Unreadable", self.status);
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(json!({}));
        }
        if is_xml {
            return xml::to_json(&self.body).ok_or_else(unreadable);
        }
        let value: Value = serde_json::from_slice(&self.body).map_err(|_| unreadable())?;
        if value.is_object() { Ok(value) } else { Err(unreadable()) }
    }
}

/// The client.
pub(crate) struct Client {
    http: HyperClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
    endpoint: Option<String>,
    clock: Clock,
    timeout: Duration,
    /// Milliseconds to add to the clock, as AWS told.
    skew: AtomicI64,
    sent: AtomicU64,
    answered: AtomicU64,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

impl Client {
    /// A client; with an endpoint, everything goes there.
    pub(crate) fn new(
        endpoint: Option<&str>,
        clock: Clock,
        timeout: Duration,
    ) -> Result<Self, Error> {
        let endpoint = endpoint.map(checked_endpoint).transpose()?;
        let tls = hyper_rustls::HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
            .map_err(|_| Error::Certificates)?;
        let is_plain = endpoint.as_deref().is_some_and(|url| url.starts_with("http://"));
        let connector = if is_plain { tls.https_or_http() } else { tls.https_only() };
        let http = HyperClient::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(20))
            .build(connector.enable_http1().build());
        Ok(Self {
            http,
            endpoint,
            clock,
            timeout,
            skew: AtomicI64::new(0),
            sent: AtomicU64::new(0),
            answered: AtomicU64::new(0),
        })
    }

    /// Requests sent so far.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// True once anything was answered, so that the network is there.
    pub(crate) fn has_answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed) > 0
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The address of a service in a Region, and the Region that signs.
    pub(crate) fn address(
        &self,
        service: &Service,
        region: &str,
        account: &str,
    ) -> (String, String) {
        let endpoint = service.endpoint(region, account);
        match &self.endpoint {
            Some(url) => (url.clone(), endpoint.region),
            None => (endpoint.url, endpoint.region),
        }
    }

    /// Where everything goes, where that was set.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// One try of one read: the answer as JSON, also where it came as XML.
    pub(crate) async fn read(
        &self,
        keys: &Keys,
        operation: &Operation,
        region: &str,
        account: &str,
        input: &Value,
    ) -> Result<Value, Failure> {
        let (address, signs) = self.address(operation.service, region, account);
        let message = request::message(operation, &address, signs, account, input);
        let answer = self.exchange(&message, Some(keys)).await?;
        answer.value(operation.service.wire).map_err(|failure| self.learn(failure))
    }

    /// Sends a signed message once; its answer, which must be XML, as JSON.
    pub(crate) async fn exchange_xml(
        &self,
        message: &Message,
        keys: &Keys,
    ) -> Result<Value, Failure> {
        let answer = self.exchange(message, Some(keys)).await?;
        if !(200..300).contains(&answer.status) {
            return Err(self.learn(failure::of(&answer)));
        }
        xml::to_json(&answer.body)
            .ok_or_else(|| Failure::new(Kind::Unreadable, "Unreadable", answer.status))
    }

    /// Sends a message once and reads the answer to its end.
    pub(crate) async fn exchange(
        &self,
        message: &Message,
        keys: Option<&Keys>,
    ) -> Result<Answer, Failure> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let exchange = async {
            let request = self.signed(message, keys)?;
            let response =
                self.http.request(request).await.map_err(|error| failure::connection(&error))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, LONGEST_ANSWER)
                .collect()
                .await
                .map_err(|_| Failure::new(Kind::Unreachable, "Body", parts.status.as_u16()))?
                .to_bytes();
            Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
        };
        let answer = tokio::time::timeout(self.timeout, exchange)
            .await
            .unwrap_or_else(|_| Err(Failure::new(Kind::TimedOut, "Timeout", 0)))?;
        self.answered.fetch_add(1, Ordering::Relaxed);
        Ok(answer)
    }

    /// Takes the time that AWS told over into the next signatures.
    fn learn(&self, failure: Failure) -> Failure {
        if failure.kind == Kind::ClockSkew
            && let Some(theirs) = failure.date
        {
            let ours = milliseconds(self.clock.now());
            self.skew.store(milliseconds(theirs) - ours, Ordering::Relaxed);
        }
        failure
    }

    /// The time as AWS sees it.
    fn signing_time(&self) -> SystemTime {
        let skew = self.skew.load(Ordering::Relaxed);
        let by = Duration::from_millis(skew.unsigned_abs());
        if skew < 0 { self.clock.now() - by } else { self.clock.now() + by }
    }

    fn signed(
        &self,
        message: &Message,
        keys: Option<&Keys>,
    ) -> Result<http::Request<Full<Bytes>>, Failure> {
        let odd = || Failure::new(Kind::Refused, "Request", 0);
        let mut request = http::Request::builder().method(message.method).uri(&message.url);
        for (name, value) in &message.headers {
            request = request.header(*name, value);
        }
        let mut request =
            request.body(Full::new(Bytes::from(message.body.clone()))).map_err(|_| odd())?;
        let (Some((service, region)), Some(keys)) = (&message.signed_for, keys) else {
            return Ok(request);
        };
        let mut settings = SigningSettings::default();
        if *service == "s3" {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        let identity =
            Credentials::new(&keys.id, &keys.secret, keys.token.clone(), None, "waymark").into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name(service)
            .time(self.signing_time())
            .settings(settings)
            .build()
            .map_err(|_| odd())?
            .into();
        let headers = message.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let body = SignableBody::Bytes(message.body.as_bytes());
        let signable =
            SignableRequest::new(message.method, &message.url, headers, body).map_err(|_| odd())?;
        let (instructions, _) = sign(signable, &parameters).map_err(|_| odd())?.into_parts();
        instructions.apply_to_request_http1x(&mut request);
        Ok(request)
    }
}

fn milliseconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// An instant as the standard library has it.
pub(crate) fn system_time(instant: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(instant.as_millisecond()).unwrap_or(0))
}

/// An address without a slash at its end.
fn checked_endpoint(url: &str) -> Result<String, Error> {
    let wrong = || Error::Endpoint(url.to_owned());
    let parsed: http::Uri = url.parse().map_err(|_| wrong())?;
    let is_web = matches!(parsed.scheme_str(), Some("http" | "https"));
    if !is_web || parsed.host().is_none_or(str::is_empty) || parsed.query().is_some() {
        return Err(wrong());
    }
    Ok(url.trim_end_matches('/').to_owned())
}
