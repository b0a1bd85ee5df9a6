//! What is in memory is what is in the database, however it came there.

mod support;
#[path = "support/world.rs"]
mod world;

use std::{collections::BTreeSet, fmt::Write as _};

use jiff::Timestamp;
use mandorla::{
    db::{Db, actions, actions::NewTouch, people, snapshot, sql, workspaces},
    snapshot::{Snapshot, Subject},
    vocabulary::{Channel, Evidence, Market, Outcome, Side},
};
use rand::{Rng, seq::IndexedRandom};
use support::databases;
use world::{DAY, World};

/// Changes something at random, as an import or as an action would.
async fn change(db: &Db, world: &mut World) {
    let mut tx = db.begin().await.unwrap();
    let workspace = world.workspace;
    match world.random.random_range(0..14) {
        0..6 => {
            let revision = workspaces::bump(&mut tx, workspace).await.unwrap();
            world.write_import(&mut tx).await;
            for _ in 0..world.random.random_range(1..4) {
                world.write_colleague(&mut tx, revision).await;
                world.write_account(&mut tx, revision).await;
                world.write_person(&mut tx, revision).await;
            }
            world.write_material(&mut tx, revision).await;
            let count = world.random.random_range(0..20);
            world.write_touches(&mut tx, revision, count).await;
        }
        _ if world.people == 0 => {}
        6 => {
            let touch = NewTouch {
                person: world.person(),
                at: world.instant(),
                side: Side::Sales,
                channel: Channel::Call,
                evidence: Evidence::Engaged,
                colleague: Some(0),
                campaign: None,
                purpose: None,
                content: None,
                outcome: Some(Outcome::Answered),
            };
            actions::log_touch(&mut tx, workspace, &touch).await.unwrap();
        }
        7 | 8 => {
            let subject = match world.random.random() {
                true => Subject::Account(world.account()),
                false => Subject::Person(world.person()),
            };
            let state = *Market::ALL.choose(&mut world.random).unwrap();
            let since = world::BEGIN + world.random.random_range(0..40) * DAY * 3;
            let since = if world.random.random_bool(0.2) { 0 } else { since };
            actions::set_market(&mut tx, workspace, subject, state, since, "x@mandor.example").await.unwrap();
        }
        9 => {
            let (account, target) = (world.account(), world.random.random());
            actions::set_target(&mut tx, workspace, account, target).await.unwrap();
        }
        10 | 11 => {
            let (account, person, role) = (world.account(), world.person(), world.role());
            actions::add_member(&mut tx, workspace, account, person, role).await.unwrap();
        }
        12 => {
            let (account, person) = (world.account(), world.person());
            actions::remove_member(&mut tx, workspace, account, person).await.unwrap();
        }
        _ => {
            let zone =
                *["Europe/London", "Asia/Kathmandu", "America/New_York"].choose(&mut world.random).unwrap();
            workspaces::set_time_zone(&mut tx, workspace, zone).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// Everything a snapshot holds, as text; roles by name, for they are numbered as they come.
fn described(snapshot: &Snapshot) -> String {
    let mut out = format!("{} {:?}\n", snapshot.revision, snapshot.workspace);
    let people = &snapshot.people;
    writeln!(out, "{:#?}\n{:#?}", snapshot.colleagues, snapshot.sources).unwrap();
    writeln!(out, "{:#?}\n{:#?}", snapshot.campaigns, snapshot.content).unwrap();
    for account in &snapshot.accounts {
        let members = account.members.iter().map(|member| (member.person, people.role_name(member.role)));
        let market = &account.market;
        let columns = (&account.name, &account.industry, account.target, account.seller, account.kind);
        writeln!(out, "{columns:?} {market:?} {:?}", members.collect::<Vec<_>>()).unwrap();
        let words = mandorla::identity::fold(&account.name);
        let hits = snapshot.account_index.find(&words.split(' ').collect::<Vec<_>>());
        writeln!(out, "{:?}", hits.iter().map(|hit| hit.number).collect::<BTreeSet<_>>()).unwrap();
    }
    for person in 0..people.len() as u32 {
        let seats = people.memberships(person).iter().map(|seat| (seat.account, people.role_name(seat.role)));
        let columns =
            (people.name(person), people.email(person), people.title(person), people.employer(person));
        writeln!(out, "{columns:?} {:?} {:?}", people.market(person), seats.collect::<Vec<_>>()).unwrap();
        let (touches, ids) = (snapshot.touches.of(person as usize), snapshot.touches.ids_of(person as usize));
        writeln!(out, "{touches:?} {ids:?} {}", snapshot.target.contains(person as usize)).unwrap();
        let words = mandorla::identity::fold(people.name(person));
        let hits = people.index().find(&words.split(' ').collect::<Vec<_>>());
        writeln!(out, "{:?}", hits.iter().map(|hit| hit.number).collect::<BTreeSet<_>>()).unwrap();
    }
    out
}

/// People whom a statement over `$1` (workspace), `$2` and `$3` names.
async fn asked(db: &Db, workspace: i64, from: i64, to: i64, text: &str) -> BTreeSet<u32> {
    let rows: Vec<(i64,)> = sql(text).bind(workspace).bind(from).bind(to).all(db).await.unwrap();
    rows.into_iter().map(|(person,)| person as u32).collect()
}

/// Works out from the tables alone what the snapshot says.
async fn compare_with_sql(db: &Db, snapshot: &Snapshot, world: &mut World) {
    let zone = &snapshot.workspace.time_zone;
    let first = zone.to_datetime(Timestamp::from_microsecond(world.instant()).unwrap()).date();
    let last = first.checked_add(jiff::Span::new().days(30)).unwrap();
    let midnight =
        |date: jiff::civil::Date| date.to_zoned(zone.clone()).unwrap().timestamp().as_microsecond();
    let (from, to) = (midnight(first), midnight(last));
    let days = mandorla::figures::days::day_number(first)..mandorla::figures::days::day_number(last);
    let everybody = 0..snapshot.people.len() as u32;
    let who = |side: Side| -> BTreeSet<u32> {
        let counts = |person: &u32| {
            let touches = snapshot.touches.of(*person as usize).iter();
            let mut touches = touches.filter(|touch| touch.kind.touched() && touch.kind.side() == side);
            touches.any(|touch| days.contains(&touch.day))
        };
        everybody.clone().filter(counts).collect()
    };
    let (reached, contacted) = (who(Side::Marketing), who(Side::Sales));
    let text = |side: &str| {
        format!(
            "select distinct person_id from touches where workspace_id = $1 and at >= $2 and at < $3
             and side = '{side}' and evidence <> 'targeted'"
        )
    };
    let workspace = world.workspace;
    assert_eq!(reached, asked(db, workspace, from, to, &text("marketing")).await);
    assert_eq!(contacted, asked(db, workspace, from, to, &text("sales")).await);
    let both = format!("{} intersect {}", text("marketing"), text("sales"));
    let expected: BTreeSet<u32> = &reached & &contacted;
    assert_eq!(expected, asked(db, workspace, from, to, &both).await);
    let target = "select m.person_id from buying_group_members m
                  join accounts a on a.workspace_id = m.workspace_id and a.id = m.account_id
                  where m.workspace_id = $1 and a.target and $2 < $3";
    let expected: BTreeSet<u32> = snapshot.target.ones().map(|person| person as u32).collect();
    assert_eq!(expected, asked(db, workspace, 0, 1, target).await);
    let in_market = "
        with latest as (
            select account_id, person_id, state from market_states m where workspace_id = $1 and since <= $3
            and not exists (select 1 from market_states n where n.workspace_id = $1 and n.since <= $3
                            and n.since > m.since and (n.account_id = m.account_id or n.person_id = m.person_id))
        ), counted as (
            select person_id, account_id from buying_group_members where workspace_id = $1
            union
            select id, employer_id from people p where workspace_id = $1 and not exists
                (select 1 from buying_group_members m where m.workspace_id = $1 and m.person_id = p.id)
        )
        select person_id from latest where person_id is not null and state = 'in' and $2 < $3
        union
        select c.person_id from counted c join latest a on a.account_id = c.account_id
        where a.state = 'in' and not exists (select 1 from latest own where own.person_id = c.person_id)";
    let expected: BTreeSet<u32> = snapshot.in_market(to).ones().map(|person| person as u32).collect();
    assert_eq!(expected, asked(db, workspace, from, to, in_market).await);
}

#[tokio::test]
async fn catching_up_in_pieces_is_loading_at_once_and_is_what_sql_says() {
    for scratch in databases().await {
        for seed in 0..3 {
            let db = &scratch.db;
            let mut world = World::new(db, seed).await;
            let name = format!("seed {seed}");
            world.workspace = workspaces::ensure(db, &name, "Europe/London").await.unwrap();
            let mut kept = snapshot::load(db, world.workspace).await.unwrap();
            for step in 0..60 {
                change(db, &mut world).await;
                if world.random.random_bool(0.6) {
                    if let Some(delta) = snapshot::catch_up(db, kept.mark()).await.unwrap() {
                        kept.apply(delta);
                    }
                    assert!(snapshot::catch_up(db, kept.mark()).await.unwrap().is_none());
                    let fresh = snapshot::load(db, world.workspace).await.unwrap();
                    assert_eq!(described(&kept), described(&fresh), "seed {seed} step {step}");
                    compare_with_sql(db, &kept, &mut world).await;
                }
            }
            assert!(kept.touches.len() > 50, "the story wrote something");
            let key = people::by_key(db, world.workspace, "email", "p0@a.example").await.unwrap();
            assert_eq!(key, Some(0));
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn deltas_that_overlap_come_to_the_same() {
    for scratch in databases().await {
        let db = &scratch.db;
        let mut world = World::new(db, 7).await;
        for _ in 0..20 {
            change(db, &mut world).await;
        }
        let mut kept = snapshot::load(db, world.workspace).await.unwrap();
        let mark = kept.mark();
        change(db, &mut world).await;
        let small = snapshot::catch_up(db, mark).await.unwrap();
        for _ in 0..10 {
            change(db, &mut world).await;
        }
        let large = snapshot::catch_up(db, mark).await.unwrap().unwrap();
        let again = snapshot::catch_up(db, mark).await.unwrap().unwrap();
        let late = snapshot::catch_up(db, mark).await.unwrap().unwrap();
        small.into_iter().for_each(|delta| kept.apply(delta));
        kept.apply(large);
        kept.apply(again);
        let fresh = snapshot::load(db, world.workspace).await.unwrap();
        assert_eq!(described(&kept), described(&fresh));
        kept.apply(late);
        assert_eq!(described(&kept), described(&fresh));
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_is_read_while_an_import_commits_fits_together() {
    for scratch in databases().await {
        let db = scratch.db.clone();
        let mut world = World::new(&db, 3).await;
        let workspace = world.workspace;
        let writing = tokio::spawn(async move {
            for _ in 0..60 {
                let mut tx = db.begin().await.unwrap();
                let revision = workspaces::bump(&mut tx, workspace).await.unwrap();
                world.write_import(&mut tx).await;
                world.write_account(&mut tx, revision).await;
                world.write_person(&mut tx, revision).await;
                world.write_touches(&mut tx, revision, 6).await;
                let (account, person) = (world.account(), world.person());
                actions::add_member(&mut tx, workspace, account, person, None).await.unwrap();
                tx.commit().await.unwrap();
            }
        });
        let other = scratch.another().await;
        let mut kept = snapshot::load(&other, workspace).await.unwrap();
        while !writing.is_finished() {
            // Indexing would panic, were a touch or a member read without their person.
            let fresh = snapshot::load(&other, workspace).await.unwrap();
            assert_eq!(fresh.touches.people(), fresh.people.len());
            if let Some(delta) = snapshot::catch_up(&other, kept.mark()).await.unwrap() {
                kept.apply(delta);
                assert_eq!(kept.touches.people(), kept.people.len());
            }
        }
        writing.await.unwrap();
        if let Some(delta) = snapshot::catch_up(&other, kept.mark()).await.unwrap() {
            kept.apply(delta);
        }
        assert_eq!(described(&kept), described(&snapshot::load(&other, workspace).await.unwrap()));
        other.close().await;
        scratch.end().await;
    }
}
