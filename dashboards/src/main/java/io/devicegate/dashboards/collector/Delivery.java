package io.devicegate.dashboards.collector;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One delivery on its way to the store.
 *
 * @param source who delivered
 * @param size how many things it holds
 * @param content what it holds; asked once, on the writer's thread
 * @param receipt completed after the commit, or with the reason why there was none
 */
record Delivery(
    String source, int size, Supplier<Batch> content, CompletableFuture<Receipt> receipt) {

  Delivery(String source, int size, Supplier<Batch> content) {
    this(source, size, content, new CompletableFuture<>());
  }
}
