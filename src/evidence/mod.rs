//! Evidence: WARC files, digests, verification.
