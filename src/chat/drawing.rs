//! Pictures for the chats, drawn aside.

use std::{sync::LazyLock, thread::available_parallelism};

use tokio::{sync::Semaphore, task::spawn_blocking};

/// As many as there are processors: each picture takes ten megabytes while it is drawn, and more at once are not done
/// sooner.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(1, usize::from)));

/// Draws, which takes tens of milliseconds, on other threads than those that answer. Nothing if that fails.
pub(super) async fn aside<T: Send + 'static>(draw: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = AT_ONCE.acquire().await.ok()?;
    spawn_blocking(draw).await.ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_are_drawn_at_once_than_there_are_processors() {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        let drawn = join_all((0..64).map(|nth| {
            aside(move || {
                MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
                NOW.fetch_sub(1, Ordering::SeqCst);
                nth
            })
        }));
        assert_eq!(drawn.await, (0..64).map(Some).collect::<Vec<_>>());
        assert!(MOST.load(Ordering::SeqCst) <= available_parallelism().unwrap().get());
    }
}
