//! A file goes where Teams has said. Our token stays here: the address itself is what opens the door.

use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE};

use super::{Connector, Kind, Trouble};

impl Connector {
    /// Puts a whole file at an address that Teams gave for it.
    ///
    /// # Errors
    /// When the address is none of OneDrive's, or it does not take the file.
    pub async fn upload(&self, address: &str, bytes: Vec<u8>) -> Result<(), Trouble> {
        let url =
            self.0.hosts.storage(address).ok_or_else(|| Trouble::new(Kind::Refused, "foreign_address"))?;
        let size = bytes.len();
        if size == 0 {
            return Err(Trouble::new(Kind::Refused, "empty_file"));
        }
        let request = self.0.http.put(url).header(CONTENT_TYPE, "application/octet-stream").body(bytes);
        let request = request.header(CONTENT_RANGE, format!("bytes 0-{}/{size}", size - 1));
        let answer = request.send().await.map_err(Trouble::unreachable)?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(Trouble::said(status.as_u16(), None, &[])),
        }
    }
}
