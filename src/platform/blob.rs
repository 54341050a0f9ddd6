//! Files of the tenants: papers that citizens attach and papers that the public body makes.
//!
//! The store is a folder by default and any object store behind the same trait later. A file lies under
//! `<tenant>/<kind>/<id>`; the database holds its key, its size and its digest. Writing is all or nothing: a reader never
//! sees half a file, and writing the same key again with the same bytes changes nothing.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::kernel::error::{Error, Refusal, Result};
use crate::kernel::ids::TenantId;

/// How much is held in memory of a file on its way in.
const CHUNK_BYTES: usize = 1024 * 1024;

/// The store of files.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

/// A file that was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Where it lies.
    pub key: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// SHA-256 of its content.
    pub sha256: [u8; 32],
    /// Its first bytes, by which its type is told.
    pub head: Bytes,
}

/// How many of the first bytes are kept to tell the type by.
pub const HEAD_BYTES: usize = 8 * 1024;

impl Blobs {
    /// The store in a folder, which is made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::Unavailable(format!("the folder {} cannot be made: {error}", folder.display()))
        })?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(unavailable)?
            .with_automatic_cleanup(true);
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// A fresh key for a tenant's file of a kind, such as `papers`.
    #[must_use]
    pub fn fresh_key(tenant: TenantId, kind: &'static str) -> String {
        format!("{tenant}/{kind}/{}", Uuid::now_v7())
    }

    /// Stores a stream, up to a size. What does not fit leaves nothing behind.
    ///
    /// # Errors
    /// A refusal when it is larger than `bytes_max` or empty; what the stream says; [`Error::Unavailable`] when the store
    /// does not take it.
    pub async fn put_stream<S>(&self, key: String, mut stream: S, bytes_max: u64) -> Result<Stored>
    where
        S: futures_util::Stream<Item = Result<Bytes>> + Unpin,
    {
        let path = object_store::path::Path::from(key.as_str());
        let upload = self.store.put_multipart(&path).await.map_err(unavailable)?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, CHUNK_BYTES);
        let (mut hasher, mut size_bytes, mut head) = (Sha256::new(), 0_u64, Vec::new());
        let outcome = loop {
            match stream.next().await {
                None => break Ok(()),
                Some(Err(error)) => break Err(error),
                Some(Ok(chunk)) => {
                    size_bytes += chunk.len() as u64;
                    if size_bytes > bytes_max {
                        break Err(Refusal::new("errors-file-too-large")
                            .with("megabytes", bytes_max / 1024 / 1024)
                            .into());
                    }
                    hasher.update(&chunk);
                    let missing = HEAD_BYTES.saturating_sub(head.len());
                    head.extend_from_slice(&chunk[..chunk.len().min(missing)]);
                    writer.write(&chunk);
                    if let Err(error) = writer.wait_for_capacity(4).await {
                        break Err(unavailable(error));
                    }
                }
            }
        };
        if let Err(error) = outcome {
            let _ = writer.abort().await;
            return Err(error);
        }
        if size_bytes == 0 {
            let _ = writer.abort().await;
            return Err(Error::refused("errors-file-empty"));
        }
        writer.finish().await.map_err(unavailable)?;
        Ok(Stored {
            key,
            size_bytes,
            sha256: hasher.finalize().into(),
            head: head.into(),
        })
    }

    /// Stores bytes that are at hand.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the store does not take them.
    pub async fn put(&self, key: &str, content: Vec<u8>) -> Result<()> {
        let path = object_store::path::Path::from(key);
        self.store
            .put(&path, PutPayload::from(content))
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    /// Size and content of a file.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; [`Error::Unavailable`] when the store does not answer.
    pub async fn get(
        &self,
        key: &str,
    ) -> Result<(
        u64,
        BoxStream<'static, std::result::Result<Bytes, std::io::Error>>,
    )> {
        let found = self
            .store
            .get(&object_store::path::Path::from(key))
            .await
            .map_err(|error| match error {
                object_store::Error::NotFound { .. } => Error::NotFound,
                other => unavailable(other),
            })?;
        let size = found.meta.size;
        Ok((size, found.into_stream().map_err(std::io::Error::other).boxed()))
    }

    /// The whole content of a file that is known to be small.
    ///
    /// # Errors
    /// As [`Blobs::get`].
    pub async fn bytes(&self, key: &str) -> Result<Bytes> {
        let (_, stream) = self.get(key).await?;
        let chunks: Vec<Bytes> = stream.try_collect().await.map_err(unavailable)?;
        Ok(chunks.concat().into())
    }

    /// Removes a file; none is as good as removed.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the store does not answer.
    pub async fn remove(&self, key: &str) -> Result<()> {
        match self.store.delete(&object_store::path::Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

fn unavailable(error: impl std::fmt::Display) -> Error {
    Error::Unavailable(format!("file store: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(parts: &[&'static [u8]]) -> impl futures_util::Stream<Item = Result<Bytes>> + Unpin {
        futures_util::stream::iter(
            parts
                .iter()
                .map(|part| Ok(Bytes::from_static(part)))
                .collect::<Vec<_>>(),
        )
    }

    #[tokio::test]
    async fn a_file_comes_back_as_it_went_and_one_too_large_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path()).unwrap();
        let key = Blobs::fresh_key(TenantId::fresh(), "papers");
        let stored = blobs
            .put_stream(key.clone(), chunks(&[b"%PDF-1.7 ", b"tail"]), 100)
            .await
            .unwrap();
        assert_eq!((stored.size_bytes, &stored.head[..5]), (13, &b"%PDF-"[..]));
        assert_eq!(blobs.bytes(&key).await.unwrap(), &b"%PDF-1.7 tail"[..]);

        let large = Blobs::fresh_key(TenantId::fresh(), "papers");
        assert!(matches!(
            blobs
                .put_stream(large.clone(), chunks(&[b"123456", b"789"]), 8)
                .await,
            Err(Error::Refused(_))
        ));
        assert!(matches!(blobs.bytes(&large).await, Err(Error::NotFound)));
        assert!(matches!(
            blobs.put_stream(large, chunks(&[]), 8).await,
            Err(Error::Refused(_))
        ));

        blobs.remove(&key).await.unwrap();
        blobs.remove(&key).await.unwrap();
        assert!(matches!(blobs.bytes(&key).await, Err(Error::NotFound)));
    }
}
