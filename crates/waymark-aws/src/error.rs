//! What can keep a scan from beginning. What keeps a single read from being made is a value of the scan instead.

use std::path::PathBuf;

/// Why an account cannot be looked at. Each says what, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A configuration file that cannot be read.
    #[error("{path} cannot be read; mend it or choose another profile")]
    Config {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No profile of this name.
    #[error("there is no profile `{name}` in the AWS configuration; known: {}", known.join(", "))]
    NoProfile {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Neither a profile nor an environment says who looks.
    #[error("no credentials: choose a profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    NoCredentials,
    /// A profile that lacks something, or asks for what Waymark does not do.
    #[error("profile `{profile}`: {message}")]
    Profile {
        /// Which.
        profile: String,
        /// What is the matter, and what to do.
        message: String,
    },
    /// IAM Identity Center has no valid sign-in.
    #[error(
        "the sign-in of profile `{profile}` has run out; run `aws sso login --profile {profile}` and try again"
    )]
    LoginNeeded {
        /// Which.
        profile: String,
    },
    /// A code of the second factor is needed first.
    #[error("profile `{profile}` needs the code of its second factor ({device})")]
    CodeNeeded {
        /// Which.
        profile: String,
        /// The device's own name.
        device: String,
    },
    /// The program that gives credentials failed.
    #[error("the program that gives the credentials of profile `{profile}` failed: {message}")]
    Process {
        /// Which.
        profile: String,
        /// How.
        message: String,
    },
    /// A role that may not be taken.
    #[error(
        "the role cannot be taken ({code}); check its trust policy, the external id and the code of the second factor"
    )]
    RoleRefused {
        /// What AWS said.
        code: String,
    },
    /// Credentials that are no longer valid.
    #[error("the credentials have run out; sign in again and resume the scan")]
    Expired,
    /// Credentials that AWS does not know.
    #[error("AWS does not know these credentials ({code}); check the profile")]
    Invalid {
        /// What AWS said.
        code: String,
    },
    /// No connection.
    #[error("{host} cannot be reached; check the network, the proxy and the endpoint")]
    Unreachable {
        /// Which.
        host: String,
    },
    /// An address that is none.
    #[error("`{0}` is not an address like https://host:port")]
    Endpoint(String),
    /// The machine has no certificates to check AWS with.
    #[error("the system's certificates cannot be read, so AWS cannot be told from others")]
    Certificates,
    /// AWS refused for another reason.
    #[error("{action} was refused ({code})")]
    Refused {
        /// The action.
        action: String,
        /// What AWS said.
        code: String,
    },
    /// An interrupted scan that cannot be taken up again.
    #[error("the interrupted scan cannot be taken up: {0}; delete it and scan anew")]
    Partial(String),
}
