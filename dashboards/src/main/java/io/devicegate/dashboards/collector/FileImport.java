package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a tenant's events into a store: JSON lines or an array, plain or gzip.
 *
 * <p>How far a file was read is stored with its events, under the digest of its bytes: an import
 * that was cut off goes on where it was, wherever the file lies by then. Events that are stored
 * already change nothing. What is no event becomes a dead letter. One batch is decoded while the
 * one before is written; memory does not grow with the file.
 */
public final class FileImport {

  private static final int BATCH = 5_000;
  private static final String ALL = "all";

  private final EventStore store;
  private final TenantEventDecoder decoder;
  private final Clock clock;

  /**
   * Creates an import.
   *
   * @param maxAhead how far an event's date may be ahead of now
   */
  public FileImport(EventStore store, Taxonomy taxonomy, Duration maxAhead, Clock clock) {
    this.store = store;
    this.decoder = new TenantEventDecoder(taxonomy, maxAhead);
    this.clock = clock;
  }

  /**
   * Imports what is not imported yet.
   *
   * @throws IOException if the file cannot be read, or is cut off in the middle of an array; what
   *     came before stays
   * @throws StoreUnavailableException if the store cannot be written; the import can be run again
   */
  public Result run(Path file, Progress progress) throws IOException {
    String reader = "file:" + sha256(file);
    Cursor known = store.cursor(reader).orElse(null);
    if (known != null && known.position().equals(ALL)) {
      return new Result(0, 0, 0, 0, 0, true);
    }
    long skipped = known == null ? 0 : Long.parseLong(known.position());
    long size = Files.size(file);
    Tally tally = new Tally();
    try (CountingStream counted = new CountingStream(Files.newInputStream(file));
        FileElements elements = FileElements.open(counted, decoder, clock)) {
      elements.skip(skipped);
      Written before = null;
      Part part;
      do {
        part = next(elements);
        finish(before, tally);
        String position = part.isLast() ? ALL : String.valueOf(elements.position());
        before = write(part.batch(), new Cursor(reader, position, clock.instant()));
        progress.at(counted.count(), size, tally.elements);
      } while (part.hasMore());
      finish(before, tally);
      if (part.failure() != null) {
        throw part.failure();
      }
    }
    progress.at(size, size, tally.elements);
    return new Result(
        tally.elements, tally.stored, tally.duplicates, tally.rejected, skipped, false);
  }

  /** Reads a batch; of a file that breaks off what came before. */
  private static Part next(FileElements elements) {
    List<StoredEvent> events = new ArrayList<>(BATCH);
    List<RejectedEvent> rejected = new ArrayList<>();
    IOException failure = null;
    try {
      Decoded decoded = elements.next();
      while (decoded != null) {
        if (decoded instanceof Decoded.Accepted accepted) {
          events.add(accepted.event());
        } else if (decoded instanceof Decoded.Refused refused) {
          rejected.add(refused.event());
        }
        boolean full = events.size() + rejected.size() == BATCH;
        decoded = full ? null : elements.next();
      }
    } catch (IOException e) {
      failure = e;
    }
    return new Part(new Batch(events, rejected), failure);
  }

  private Written write(Batch batch, Cursor cursor) {
    FutureTask<Integer> task =
        new FutureTask<>(
            () -> store.append(batch.events(), batch.rejected(), List.of(cursor)).size());
    new Thread(task, "devicegate-import-writer").start();
    return new Written(batch, task);
  }

  private static void finish(@Nullable Written written, Tally tally) {
    if (written == null) {
      return;
    }
    try {
      int stored = written.task().get();
      tally.elements += written.batch().size();
      tally.stored += stored;
      tally.duplicates += written.batch().events().size() - stored;
      tally.rejected += written.batch().rejected().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Interrupted while events were written");
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        DigestInputStream digest =
            new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hears how far an import is. */
  public interface Progress {

    /**
     * Called after every batch.
     *
     * @param read bytes of the file that were read
     * @param size bytes of the file
     * @param elements what was read of it and is stored
     */
    void at(long read, long size, long elements);
  }

  /**
   * What became of a file.
   *
   * @param elements what was read of it this time
   * @param stored events that are new
   * @param duplicates events that were stored already
   * @param rejected what is no event, now a dead letter
   * @param skipped what an earlier import of the same file had read already
   * @param complete whether all of it had been read before
   */
  public record Result(
      long elements, long stored, long duplicates, long rejected, long skipped, boolean complete) {}

  /**
   * A part of a file.
   *
   * @param failure why the file cannot be read behind it; null if it can, or ends there
   */
  private record Part(Batch batch, @Nullable IOException failure) {

    boolean hasMore() {
      return failure == null && batch.size() == BATCH;
    }

    boolean isLast() {
      return failure == null && batch.size() < BATCH;
    }
  }

  private record Written(Batch batch, FutureTask<Integer> task) {}

  private static final class Tally {
    long elements;
    long stored;
    long duplicates;
    long rejected;
  }
}
