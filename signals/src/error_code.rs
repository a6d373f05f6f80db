//! Every error that the API answers with, each under a stable code.

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $status:literal, $title:literal;)+) => {
        /// The stable code of a problem document (RFC 9457).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[doc = $doc])+ $variant,)+ }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The HTTP status that it comes with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// A short, fixed summary for people.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// When it happens and what to do, for documents.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+)),+ }
            }
        }
    };
}

error_codes! {
    /// The body is not JSON, or a required member is missing or of the wrong type.
    PayloadMalformed = "payload_malformed", 400, "The request body cannot be read";
    /// The readings contradict the wire format: no signal is known, or a value is beyond its bounds.
    PayloadInvalid = "payload_invalid", 422, "The submission is not a collector's";
    /// The body is over the cap (64 kB).
    PayloadTooLarge = "payload_too_large", 413, "The request body is too large";
    /// A query parameter is unknown, repeated, or its value is not one that it takes. The detail names it.
    ParameterInvalid = "parameter_invalid", 400, "A query parameter cannot be used";
    /// The cursor is damaged, or from another query or tenant. Start without one, or repeat the query that gave it.
    CursorInvalid = "cursor_invalid", 400, "The cursor is not of this query";
    /// No site key was sent, or none like this exists. Check the snippet.
    SiteKeyInvalid = "site_key_invalid", 401, "Invalid or missing site key";
    /// The page's origin is not among the site's allowed origins. Changes take effect within five minutes.
    OriginNotAllowed = "origin_not_allowed", 403, "Origin not allowed for this site key";
    /// The visitor's browser sends Global Privacy Control, and the site takes nothing from such visitors.
    GpcRefused = "gpc_refused", 403, "The visitor asks not to be identified";
    /// The submission token has a bad signature or is for another site. Ask for a new one.
    TokenInvalid = "token_invalid", 401, "Invalid submission token";
    /// The submission token is too old. Ask for a new one.
    TokenExpired = "token_expired", 401, "Submission token expired";
    /// The submission token was used before: each admits one submission.
    TokenSpent = "token_spent", 409, "Submission token already used";
    /// The stored device token has a bad signature, or belongs to another tenant. Submit again without it.
    DeviceTokenInvalid = "device_token_invalid", 401, "Invalid device token";
    /// No secret key was sent, or it is unknown, expired or revoked.
    ApiKeyInvalid = "api_key_invalid", 401, "Invalid or missing API key";
    /// The secret key lacks the scope that this route needs.
    ScopeMissing = "scope_missing", 403, "API key lacks the required scope";
    /// No operator's token was sent, or it is not this deployment's.
    AdminTokenInvalid = "admin_token_invalid", 401, "Invalid or missing operator's token";
    /// A request that rests on the Backoffice's session did not come from its pages. Send `X-Edgeprint-Backoffice: 1`, from the same origin.
    SessionForged = "session_forged", 403, "Not a request of the Backoffice";
    /// Nothing that the operator administers has this id.
    ResourceNotFound = "resource_not_found", 404, "No such tenant, site, key or webhook";
    /// A setting is out of its range, or a member of the request is not what it should be; the detail names it.
    SettingInvalid = "setting_invalid", 422, "A setting cannot be accepted";
    /// The state of the resource does not allow it; the detail says why.
    Conflict = "conflict", 409, "Not possible in the current state";
    /// No such device, or it is past its retention.
    DeviceNotFound = "device_not_found", 404, "Device not found";
    /// No such submission, or it is past its retention.
    EventNotFound = "event_not_found", 404, "Event not found";
    /// No such route.
    RouteNotFound = "route_not_found", 404, "No such route";
    /// The route exists, but not with this method.
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed";
    /// Too many requests. Wait for the seconds in Retry-After.
    RateLimited = "rate_limited", 429, "Rate limit exceeded";
    /// The site has taken as many submissions today as its operator allows. Wait until midnight UTC.
    QuotaExceeded = "quota_exceeded", 429, "The site's daily quota is used up";
    /// A store did not answer; nothing was written. Try again after Retry-After.
    Unavailable = "unavailable", 503, "Temporarily unavailable";
    /// A fault of ours; it is logged under the requestId.
    Internal = "internal", 500, "Internal error";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_snake_case_and_errors() {
        for (at, code) in ErrorCode::ALL.iter().enumerate() {
            assert!(code.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            assert!((400..=599).contains(&code.status()));
            assert!(ErrorCode::ALL.iter().skip(at + 1).all(|other| other.code() != code.code()));
        }
    }
}
