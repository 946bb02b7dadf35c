//! Changes tried on a scratch copy of the engagement: what would be otherwise in the architecture.

use crate::commands::WhatIf;
use crate::error::{Code, Error};
use crate::session::Session;
use crate::view::WhatIfView;

/// What would change. Nothing is stored.
///
/// # Errors
/// [`Code::InvalidValue`] for a value that the field does not take, [`Code::UnknownItem`] for a record, field or question that is
/// not there.
pub fn what_if(_session: &Session, _request: &WhatIf) -> Result<WhatIfView, Error> {
    Err(Error::new(Code::Internal, "trying changes is not there yet", "wait for the next version"))
}
