//! What every handler is given.

use std::sync::Arc;

use worker::Env;

use crate::config::Config;

/// The application of one request: bindings and settings.
#[derive(Clone, Debug)]
pub struct App(Arc<Config>);

impl App {
    /// An application over what the runtime provides.
    #[must_use]
    pub fn new(env: Env) -> Self {
        Self(Arc::new(Config::new(env)))
    }

    /// Bindings, variables and secrets.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0
    }
}
