package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of a tenant's events into a store: JSON lines or an array, plain or gzip.
 *
 * <p>How far a file was read is stored with its events, under the digest of its bytes: an import
 * that was cut off goes on where it was, wherever the file lies by then. Events that are stored
 * already change nothing. What is no event becomes a dead letter. What is imported counts as having
 * come when it happened, and neither metrics nor detections nor viewers are told of it. One batch
 * is made ready while the one before is written; memory does not grow with the file.
 */
public final class FileImport {

  private static final String ALL = "all";

  private final ImportTarget target;
  private final Clock clock;

  private FileImport(ImportTarget target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  /**
   * Imports into a store that this process has open.
   *
   * @param maxAhead how far an event's date may be ahead of now
   */
  public static FileImport into(
      EventStore store, Taxonomy taxonomy, Duration maxAhead, Clock clock) {
    return new FileImport(
        new StoreTarget(store, new TenantEventDecoder(taxonomy, maxAhead), clock), clock);
  }

  /**
   * Imports into the store of a server that runs.
   *
   * @param server address of its management port, such as {@code http://localhost:8081}
   * @param token its webhook token
   * @throws IllegalArgumentException if the address is no such, or the token would travel in clear
   *     beyond this machine
   */
  public static FileImport into(URI server, String token, Clock clock) {
    return new FileImport(
        new ServerTarget(SafeOrigin.of(server, "--server", "the server's address"), token, clock),
        clock);
  }

  /**
   * Imports what is not imported yet.
   *
   * @throws IOException if the file cannot be read, or is cut off in the middle of an array, or the
   *     server refuses it; what came before stays
   * @throws StoreUnavailableException if the store cannot be written; the import can be run again
   */
  public Result run(Path file, Progress progress) throws IOException {
    String reader = "file:" + sha256(file);
    String known = target.position(reader).orElse("0");
    if (known.equals(ALL)) {
      return new Result(0, 0, 0, 0, 0, true);
    }
    long skipped = Long.parseLong(known);
    long size = Files.size(file);
    Receipt all = new Receipt(0, 0, 0, 0);
    try (CountingStream counted = new CountingStream(Files.newInputStream(file));
        FileElements reading = FileElements.open(counted)) {
      reading.skip(skipped);
      Future<Receipt> before = CompletableFuture.completedFuture(all);
      Part part;
      do {
        part = next(reading);
        String position = part.isLast() ? ALL : String.valueOf(reading.position());
        Callable<Receipt> ready =
            target.prepare(part.elements(), new Cursor(reader, position, clock.instant()));
        all = all.plus(taken(before));
        before = begin(ready);
        progress.at(counted.count(), size, all.received());
      } while (part.hasMore());
      all = all.plus(taken(before));
      if (part.failure() != null) {
        throw part.failure();
      }
    }
    progress.at(size, size, all.received());
    return new Result(
        all.received(), all.stored(), all.duplicates(), all.rejected(), skipped, false);
  }

  /** Reads a batch; of a file that breaks off what came before. */
  private Part next(FileElements reading) {
    List<FileElements.Element> elements = new ArrayList<>();
    long characters = 0;
    try {
      while (elements.size() < target.batch() && characters < target.characters()) {
        FileElements.Element element = reading.next();
        if (element == null) {
          return new Part(elements, true, null);
        }
        elements.add(element);
        characters += element.length();
      }
      return new Part(elements, false, null);
    } catch (IOException e) {
      return new Part(elements, false, e);
    }
  }

  private static Future<Receipt> begin(Callable<Receipt> ready) {
    FutureTask<Receipt> task = new FutureTask<>(ready);
    new Thread(task, "devicegate-import-writer").start();
    return task;
  }

  private static Receipt taken(Future<Receipt> written) throws IOException {
    try {
      return written.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof IOException cause) {
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
   * @param isLast whether the file ends behind it
   * @param failure why the file cannot be read behind it; null if it can, or ends there
   */
  private record Part(
      List<FileElements.Element> elements, boolean isLast, @Nullable IOException failure) {

    boolean hasMore() {
      return !isLast && failure == null;
    }
  }
}
