package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on its way to the store.
 *
 * @param source who delivered
 * @param size how many things it holds
 * @param content what it holds; asked once, on the writer's thread
 * @param cursor how far its reader has come with it, if there is one
 * @param live whether it tells what happens now; what is imported is stored and nothing else
 * @param receipt completed after the commit, or with the reason why there was none
 */
record Delivery(
    String source,
    int size,
    Supplier<Batch> content,
    @Nullable Cursor cursor,
    boolean live,
    CompletableFuture<Receipt> receipt) {

  Delivery(
      String source, int size, Supplier<Batch> content, @Nullable Cursor cursor, boolean live) {
    this(source, size, content, cursor, live, new CompletableFuture<>());
  }
}
