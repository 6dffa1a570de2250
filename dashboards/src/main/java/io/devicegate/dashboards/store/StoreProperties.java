package io.devicegate.dashboards.store;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Event store settings.
 *
 * @param path file of the embedded store; missing folders are created
 * @param retention time that events are kept after they happened; at least an hour
 * @param memory memory that the embedded store may use outside the Java heap
 * @param checkpointAfter size of the write-ahead log at which it is folded into the file; larger
 *     means rarer and longer pauses, and a slower start after a crash
 * @param maxDeadLetters how many of what could not be read are kept; the oldest go first
 * @param queryTimeout time after which a question is given up
 */
@Validated
@ConfigurationProperties("devicegate.store")
public record StoreProperties(
    @DefaultValue("./data/devicegate.duckdb") @NotNull Path path,
    @DefaultValue("30d") @DurationMin(hours = 1) Duration retention,
    @DefaultValue("256MB") @NotNull DataSize memory,
    @DefaultValue("16MB") @NotNull DataSize checkpointAfter,
    @DefaultValue("100000") @Min(1) @Max(StoreProperties.MOST_DEAD_LETTERS) int maxDeadLetters,
    @DefaultValue("5s") @DurationMin(millis = 100) Duration queryTimeout) {

  /** The most dead letters that may be kept. */
  public static final int MOST_DEAD_LETTERS = 10_000_000;

  /** The full name of the property that holds {@link #path}. */
  public static final String PATH_PROPERTY = "devicegate.store.path";

  public StoreProperties {
    atLeast(memory, DataSize.ofMegabytes(64), "devicegate.store.memory");
    atLeast(checkpointAfter, DataSize.ofMegabytes(1), "devicegate.store.checkpoint-after");
  }

  private static void atLeast(DataSize value, DataSize least, String property) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          property + ": " + value + " (expected: at least " + least.toMegabytes() + "MB)");
    }
  }
}
