//! What a collection answers: the readings, and what follows from all of them.

use edgeprint_signals::{Confidence, Fingerprint, Reason, SignalId, Status, canonical};

use super::{Run, name, tenths};
use crate::js::{self, Js};
use crate::reading::{long_text, write};
use crate::rounding::to_parts;
use crate::tampering::each_tampered;

impl Run {
    fn confidence(&self) -> f64 {
        let software = js::peek(self.readings, "webgl.value.software").is_true();
        let renderer = long_text(js::peek(self.readings, "webgl.value.renderer"));
        let fonts = js::length(js::peek(self.readings, "fonts.value"), u32::MAX);
        let mut confidence = Confidence::start(software, &renderer, fonts as usize);
        for (id, status, _) in &self.read {
            confidence.add(*id, *status);
        }
        confidence.end()
    }

    pub(super) fn finish(&mut self) {
        for port in &["port1.close()", "port2.close()"] {
            js::peek(self.ports, port);
        }
        each_tampered(self.readings, |name_of, reading| {
            js::set(reading, "status", Status::Tampered.as_str().into());
            js::set(reading, "reason", Reason::NotNative.as_str().into());
            for (id, status, _) in &mut self.read {
                if name(*id) == name_of {
                    *status = Status::Tampered;
                }
            }
        });
        let confidence = self.confidence();
        self.read.retain(|(id, status, _)| Fingerprint::covers(*id, *status));
        let mut bytes = Fingerprint::start(self.read.len());
        for id in SignalId::SORTED_BY_NAME {
            for (stable, _, found) in &self.read {
                if *stable == id {
                    canonical::write_text(&mut bytes, name(id));
                    write(&mut bytes, *found);
                }
            }
        }
        let fingerprint = Fingerprint::end(&bytes);
        let answer = js::object();
        js::set(answer, "components", self.readings);
        js::set(answer, "fingerprint", fingerprint.to_hex().as_str().into());
        js::set(answer, "coverage", u32::try_from(self.read.len()).unwrap_or_default().into());
        js::set(answer, "confidence", to_parts(confidence, 1000.0).into());
        js::set(answer, "ms", tenths(self.page.now() - self.started));
        js::reset(None);
        js::apply(self.resolve, Js::UNDEFINED, js::list(&[answer]));
    }
}
