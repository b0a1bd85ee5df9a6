//! The 95-5 rule: about 5 % of buyers are in market at any time. Sales should talk to them, marketing
//! to everybody else as well, so that they know us when their time comes.

use super::{Scope, breakdown::sides, share};
use fixedbitset::FixedBitSet;
use serde::Serialize;

/// In people; I are the people in market.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Focus {
    /// |S|
    pub sales: u32,
    /// |S∩I|
    pub sales_in_market: u32,
    /// |M∩(T∖I)|
    pub marketing_out_of_market: u32,
    /// |T∖I|
    pub out_of_market: u32,
}

impl Focus {
    /// |S∩I| / |S|: market focus; `None` when nobody was contacted.
    pub fn share(&self) -> Option<f64> {
        share(self.sales_in_market, self.sales)
    }

    /// |M∩(T∖I)| / |T∖I|: marketing's reach over the target market's people who are out of market;
    /// `None` when there is nobody.
    pub fn share_out(&self) -> Option<f64> {
        share(self.marketing_out_of_market, self.out_of_market)
    }
}

/// `in_market` are the people in market at the window's end; everybody else is out of market.
pub fn focus(scope: &Scope, in_market: &FixedBitSet) -> Focus {
    scope.sweep(
        Focus::default,
        |focus, person, touches| {
            let (reached, contacted) = sides(scope, touches);
            let in_market = in_market.contains(person);
            let sleeping = scope.target.contains(person) && !in_market;
            focus.sales += u32::from(contacted);
            focus.sales_in_market += u32::from(contacted && in_market);
            focus.marketing_out_of_market += u32::from(reached && sleeping);
            focus.out_of_market += u32::from(sleeping);
        },
        |a, b| Focus {
            sales: a.sales + b.sales,
            sales_in_market: a.sales_in_market + b.sales_in_market,
            marketing_out_of_market: a.marketing_out_of_market + b.marketing_out_of_market,
            out_of_market: a.out_of_market + b.out_of_market,
        },
    )
}
