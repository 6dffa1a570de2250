package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.condition.Bounds;
import io.devicegate.rules.condition.RecordData;
import io.devicegate.rules.json.JsonReader;
import io.devicegate.rules.json.JsonWriter;
import io.devicegate.rules.json.MalformedJsonException;
import io.devicegate.rules.source.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A decision as a decision log keeps it, to be decided again later: as JSON, one object per line.
 *
 * <p>What is read is equal to what was written, so the rules of the same digest decide the same
 * again. The request holds the token's claims, never the token; it is about a person all the same,
 * so keep such a log as one.
 *
 * @param id the decision's id, as the caller and the log know it
 * @param time when it was made
 * @param decision the decision and everything that it was made of
 */
public record RecordedDecision(String id, Instant time, Decision decision) {

  public RecordedDecision {
    Bounds.text(id, "id");
    requireNonNull(time, "time");
    requireNonNull(decision, "decision");
  }

  /**
   * Returns the record as JSON without a line's end, at most 1,048,576 characters.
   *
   * @throws IllegalArgumentException if it would be longer, or if the claims are not plain data
   *     (text, Long, finite Double, truth values, lists and maps of them); names the claim
   */
  public String toJson() {
    return JsonWriter.write(RecordData.write(this));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is no such record; says where and what was expected
   */
  public static RecordedDecision fromJson(String json) {
    return RecordData.read(RecordedDecision.class, JsonReader.read(json));
  }

  /**
   * Reads a file of records, one line at a time. Empty lines are skipped; a line that is no record
   * is a problem, and the next one is read.
   *
   * @param records is given every record, in the file's order
   * @param problems is told of every other line, under the file's own name
   * @throws IOException if the file cannot be read
   */
  public static void readAll(
      Path file, Consumer<RecordedDecision> records, Consumer<Problem> problems)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      StringBuilder line = new StringBuilder();
      for (int number = 1; readLine(reader, line); number++) {
        if (line.length() > JsonReader.MAX_CHARACTERS) {
          problems.accept(
              new Problem(
                  name,
                  number,
                  0,
                  "longer than " + JsonReader.MAX_CHARACTERS + " characters (expected: a record)"));
        } else if (!line.toString().isBlank()) {
          read(line.toString(), name, number, records, problems);
        }
      }
    } catch (MalformedInputException e) {
      problems.accept(Problem.of(name, "not UTF-8"));
    }
  }

  private static void read(
      String line,
      String file,
      int number,
      Consumer<RecordedDecision> records,
      Consumer<Problem> problems) {
    RecordedDecision record;
    try {
      record = fromJson(line);
    } catch (MalformedJsonException e) {
      problems.accept(new Problem(file, number, e.column(), "not a record: " + message(e)));
      return;
    } catch (IllegalArgumentException e) {
      problems.accept(new Problem(file, number, 0, "not a recorded decision: " + message(e)));
      return;
    }
    records.accept(record);
  }

  private static @Nullable String message(Exception e) {
    return e.getMessage();
  }

  /** Reads a line of at most one character more than a record may have; the rest is skipped. */
  private static boolean readLine(BufferedReader reader, StringBuilder line) throws IOException {
    line.setLength(0);
    int c = reader.read();
    if (c < 0) {
      return false;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() <= JsonReader.MAX_CHARACTERS) {
        line.append((char) c);
      }
    }
    return true;
  }
}
