package io.devicegate.gateway.token;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches a document of an issuer: its keys or its discovery document.
 *
 * <p>Never blocks the caller. The future ends within a bounded time, with the document or with a
 * {@link KeyFetchException}. Follows no redirect and reads no more bytes than its limit.
 */
@FunctionalInterface
public interface KeyFetcher {

  CompletableFuture<FetchedDocument> fetch(URI uri);
}
