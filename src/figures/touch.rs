//! One touch in 24 bytes, so that ten million of them are a quarter of a gigabyte and a pass over
//! them is a pass over memory, nothing more.

use crate::vocabulary::{Channel, Evidence, Outcome, Purpose, Side};

/// One recorded communication with one person, as the figures need it. Campaigns, contents,
/// colleagues and sources are dense numbers given out by whoever loads the touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The instant, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Number of the campaign, or [`Touch::NO_CAMPAIGN`].
    pub campaign: u32,
    /// Number of the piece of content, or [`Touch::NO_CONTENT`].
    pub content: u32,
    /// Number of the colleague, or [`Touch::NO_COLLEAGUE`].
    pub colleague: u16,
    /// Number of the source.
    pub source: u16,
    /// The local day in the workspace's zone, in days since 1970-01-01; see [`super::Days`].
    pub day: u16,
    pub kind: Kind,
    pub channel: Channel,
}

impl Touch {
    pub const NO_CAMPAIGN: u32 = u32::MAX;
    pub const NO_CONTENT: u32 = u32::MAX;
    pub const NO_COLLEAGUE: u16 = u16::MAX;

    /// A touch that names no campaign, content or colleague.
    pub fn plain(at: i64, day: u16, kind: Kind, channel: Channel) -> Self {
        Self {
            at,
            campaign: Self::NO_CAMPAIGN,
            content: Self::NO_CONTENT,
            colleague: Self::NO_COLLEAGUE,
            source: 0,
            day,
            kind,
            channel,
        }
    }
}

/// Side, evidence, purpose and outcome in one byte: bit 0 the side, 1–2 the evidence, 3–4 the
/// purpose (0 none), 5–6 the outcome (0 unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(u8);

impl Kind {
    /// How many values a kind can take.
    pub(super) const COUNT: usize = 1 << 7;

    pub const fn new(
        side: Side,
        evidence: Evidence,
        purpose: Option<Purpose>,
        outcome: Option<Outcome>,
    ) -> Self {
        let side = match side {
            Side::Marketing => 0,
            Side::Sales => 1,
        };
        let evidence = match evidence {
            Evidence::Targeted => 0,
            Evidence::Delivered => 1,
            Evidence::Engaged => 2,
        };
        let purpose = match purpose {
            None => 0,
            Some(Purpose::Brand) => 1,
            Some(Purpose::Demand) => 2,
        };
        let outcome = match outcome {
            None => 0,
            Some(Outcome::Answered) => 1,
            Some(Outcome::Declined) => 2,
            Some(Outcome::None) => 3,
        };
        Self(side | evidence << 1 | purpose << 3 | outcome << 5)
    }

    pub const fn side(self) -> Side {
        if self.0 & 1 == 0 { Side::Marketing } else { Side::Sales }
    }

    pub const fn evidence(self) -> Evidence {
        match self.0 >> 1 & 3 {
            0 => Evidence::Targeted,
            1 => Evidence::Delivered,
            _ => Evidence::Engaged,
        }
    }

    pub const fn purpose(self) -> Option<Purpose> {
        match self.0 >> 3 & 3 {
            0 => None,
            1 => Some(Purpose::Brand),
            _ => Some(Purpose::Demand),
        }
    }

    /// What came of it; `None` means that nobody said, `Some(Outcome::None)` that nothing came.
    pub const fn outcome(self) -> Option<Outcome> {
        match self.0 >> 5 & 3 {
            0 => None,
            1 => Some(Outcome::Answered),
            2 => Some(Outcome::Declined),
            _ => Some(Outcome::None),
        }
    }

    /// Delivered or engaged: being on an audience list is no touch yet.
    pub const fn touched(self) -> bool {
        self.0 & 0b110 != 0
    }

    /// A delivered or engaged touch of marketing.
    pub const fn reaches(self) -> bool {
        self.touched() && self.0 & 1 == 0
    }

    /// A delivered or engaged touch of sales.
    pub const fn contacts(self) -> bool {
        self.touched() && self.0 & 1 == 1
    }

    /// The byte it is kept as, on disk too.
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// What [`Self::byte`] gave.
    pub const fn from_byte(byte: u8) -> Self {
        Self(byte & 0x7f)
    }

    pub(super) const fn index(self) -> usize {
        (self.0 & 0x7f) as usize
    }

    pub(super) const fn from_index(index: usize) -> Self {
        Self(index as u8 & 0x7f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_is_24_bytes() {
        assert_eq!(size_of::<Touch>(), 24);
    }

    #[test]
    fn a_kind_gives_back_what_it_was_made_of() {
        let purposes = [None, Some(Purpose::Brand), Some(Purpose::Demand)];
        let outcomes = [None, Some(Outcome::Answered), Some(Outcome::Declined), Some(Outcome::None)];
        for &side in Side::ALL {
            for &evidence in Evidence::ALL {
                for purpose in purposes {
                    for outcome in outcomes {
                        let kind = Kind::new(side, evidence, purpose, outcome);
                        assert_eq!(
                            (kind.side(), kind.evidence(), kind.purpose(), kind.outcome()),
                            (side, evidence, purpose, outcome)
                        );
                        let touched = evidence >= Evidence::Delivered;
                        assert_eq!(kind.touched(), touched);
                        assert_eq!(kind.reaches(), touched && side == Side::Marketing);
                        assert_eq!(kind.contacts(), touched && side == Side::Sales);
                        assert_eq!(Kind::from_index(kind.index()), kind);
                    }
                }
            }
        }
    }
}
