//! What a question looks at: whose touches, of which days, through which filters.
//!
//! Every figure and list is a function of a [`Scope`]; they all see the touches through
//! [`Scope::counts`] and go over the people with `sweep`, so "reached" means one thing.

use super::{Span, Touch, Touches};
use crate::vocabulary::{Channel, Purpose, Side};
use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use std::ops::Range;

/// The priming window of 90 days, in microseconds.
pub const PRIMING: i64 = 90 * 86_400_000_000;

/// Below this many touches one thread is done before a second has woken up.
const SMALL: usize = 50_000;
/// People handled in one go: about a megabyte of touches. A multiple of the bits of a block.
const PORTION: usize = 4096;
const BLOCK: usize = usize::BITS as usize;

/// Which touches of which people a figure counts.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    pub touches: &'a Touches,
    pub span: Span,
    /// Who passes the filters on people; `None` is everybody.
    pub people: Option<&'a FixedBitSet>,
    /// The target market T.
    pub target: &'a FixedBitSet,
    pub filter: TouchFilter,
    /// How long a marketing touch primes, in microseconds.
    pub priming: i64,
}

impl<'a> Scope<'a> {
    /// Everybody and every touch in the span, with the usual priming window.
    pub fn new(touches: &'a Touches, span: Span, target: &'a FixedBitSet) -> Self {
        Self { touches, span, people: None, target, filter: TouchFilter::default(), priming: PRIMING }
    }

    /// Whether a touch counts here: delivered or engaged, in the span, through the filter.
    #[inline]
    pub fn counts(&self, touch: &Touch) -> bool {
        touch.kind.touched() & self.span.contains(touch) && self.filter.passes(touch)
    }

    /// Whether a person passes the filters on people.
    #[inline]
    pub fn includes(&self, person: usize) -> bool {
        self.people.is_none_or(|people| people.contains(person))
    }

    /// Whether marketing's latest touch (`None`: there was none) primes a sales touch at `at`: it lies
    /// at most the priming window before. Both instants in microseconds.
    #[inline]
    pub fn primes(&self, latest_marketing: Option<i64>, at: i64) -> bool {
        latest_marketing.is_some_and(|latest| latest >= at.saturating_sub(self.priming))
    }

    /// |`set`| among the people who pass the filters.
    pub fn size(&self, set: &FixedBitSet) -> u32 {
        self.people.map_or_else(|| set.count_ones(..), |people| set.intersection_count(people)) as u32
    }

    /// Goes over everybody who passes the filters, in portions shared out among the threads, and
    /// brings the portions' results together. Within a portion people come in ascending order.
    pub(super) fn sweep<A: Send>(
        &self,
        new: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, usize, &[Touch]) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> A {
        let people = self.touches.people().max(self.people.unwrap_or(self.target).len());
        if self.touches.len() < SMALL {
            let mut all = new();
            self.walk(0..people, &mut all, &each);
            return all;
        }
        let portions = (0..people.div_ceil(PORTION)).into_par_iter();
        portions
            .fold(&new, |mut part, portion| {
                let from = portion * PORTION;
                self.walk(from..people.min(from + PORTION), &mut part, &each);
                part
            })
            .reduce(&new, merge)
    }

    /// The range starts at a multiple of `BLOCK`. A filter that few pass is read 64 people at a time.
    fn walk<A>(&self, range: Range<usize>, part: &mut A, each: &impl Fn(&mut A, usize, &[Touch])) {
        let Some(people) = self.people else {
            range.for_each(|person| each(part, person, self.touches.of(person)));
            return;
        };
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let mut bits = people.as_slice().get(block).copied().unwrap_or(0);
            while bits != 0 {
                let person = block * BLOCK + bits.trailing_zeros() as usize;
                each(part, person, self.touches.of(person));
                bits &= bits - 1;
            }
        }
    }
}

/// Which touches pass. A filter restricts one side and leaves the other as it is; the default lets
/// everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TouchFilter {
    /// Channels shut for marketing and for sales, one bit a channel.
    shut: [u32; 2],
    campaigns: Option<Vec<u32>>,
    purpose: Option<Purpose>,
}

impl TouchFilter {
    /// On these sides only this channel: [`sides_of`] it, or the side somebody named ("sales e-mails").
    #[must_use]
    pub fn channel(mut self, channel: Channel, sides: &[Side]) -> Self {
        for &side in sides {
            self.shut[side as usize] |= !(1 << channel as u8);
        }
        self
    }

    /// Marketing only through one of these campaigns; sales as it is.
    #[must_use]
    pub fn campaigns(mut self, campaigns: Vec<u32>) -> Self {
        self.campaigns = Some(campaigns);
        self
    }

    /// Marketing only with this purpose; sales as it is.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Whether it lets everything through.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.shut == [0; 2] && self.campaigns.is_none() && self.purpose.is_none()
    }

    #[inline]
    pub fn passes(&self, touch: &Touch) -> bool {
        let side = touch.kind.side();
        if self.shut[side as usize] >> touch.channel as u8 & 1 == 1 {
            return false;
        }
        side == Side::Sales
            || self.campaigns.as_ref().is_none_or(|campaigns| campaigns.contains(&touch.campaign))
                && self.purpose.is_none_or(|purpose| touch.kind.purpose() == Some(purpose))
    }
}

/// The sides that own a channel: a filter on the channel restricts these.
pub fn sides_of(channel: Channel) -> &'static [Side] {
    match channel {
        Channel::Ad
        | Channel::Email
        | Channel::Event
        | Channel::Webinar
        | Channel::Website
        | Channel::Form
        | Channel::Content
        | Channel::DirectMail
        | Channel::Social => &[Side::Marketing],
        Channel::Call | Channel::Meeting | Channel::Inmail | Channel::Connection | Channel::Message => {
            &[Side::Sales]
        }
        Channel::Other => &[Side::Marketing, Side::Sales],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Kind;
    use crate::vocabulary::Evidence;

    fn touch(side: Side, channel: Channel) -> Touch {
        Touch::plain(0, 0, Kind::new(side, Evidence::Delivered, None, None), channel)
    }

    #[test]
    fn a_channel_restricts_the_side_that_owns_it() {
        let passes = |filter: &TouchFilter, side, channel| filter.passes(&touch(side, channel));
        let email = TouchFilter::default().channel(Channel::Email, sides_of(Channel::Email));
        assert!(passes(&email, Side::Marketing, Channel::Email));
        assert!(!passes(&email, Side::Marketing, Channel::Ad));
        assert!(passes(&email, Side::Sales, Channel::Call));
        let sales_email = TouchFilter::default().channel(Channel::Email, &[Side::Sales]);
        assert!(passes(&sales_email, Side::Marketing, Channel::Ad));
        assert!(passes(&sales_email, Side::Sales, Channel::Email));
        assert!(!passes(&sales_email, Side::Sales, Channel::Call));
        let other = TouchFilter::default().channel(Channel::Other, sides_of(Channel::Other));
        assert!(!passes(&other, Side::Marketing, Channel::Ad));
        assert!(!passes(&other, Side::Sales, Channel::Call));
        assert!(passes(&other, Side::Sales, Channel::Other));
    }

    #[test]
    fn campaign_and_purpose_restrict_marketing() {
        let filter = TouchFilter::default().campaigns(vec![3, 4]).purpose(Purpose::Brand);
        let kind = Kind::new(Side::Marketing, Evidence::Delivered, Some(Purpose::Brand), None);
        let brand = Touch { campaign: 3, kind, ..touch(Side::Marketing, Channel::Ad) };
        assert!(filter.passes(&brand));
        assert!(!filter.passes(&Touch { campaign: 5, ..brand }));
        assert!(!filter.passes(&Touch { kind: touch(Side::Marketing, Channel::Ad).kind, ..brand }));
        assert!(filter.passes(&touch(Side::Sales, Channel::Call)));
    }

    #[test]
    fn every_channel_has_a_bit_and_an_owner() {
        assert!(Channel::ALL.len() <= 32);
        assert!(Channel::ALL.iter().all(|&channel| !sides_of(channel).is_empty()));
    }
}
