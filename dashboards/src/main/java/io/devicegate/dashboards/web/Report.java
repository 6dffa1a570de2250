package io.devicegate.dashboards.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tables.
 *
 * @param title what it is about
 * @param summary what it says, in a sentence
 * @param at when it was so, of the day in UTC
 * @param atIso the same for machines
 * @param tables what it says it by
 */
record Report(String title, String summary, String at, String atIso, List<Table> tables) {

  static Report of(String title, String summary, Instant at, Table... tables) {
    return new Report(title, summary, Words.clock(at), at.toString(), List.of(tables));
  }

  /**
   * A table.
   *
   * @param caption what its numbers are of
   * @param rows the cells of each row, the first names it
   * @param empty what to say in place of a table without rows
   */
  record Table(
      String title, String caption, List<String> columns, List<List<Cell>> rows, String empty) {}

  /**
   * A cell.
   *
   * @param kind the class of its column: {@code num}, {@code words} or nothing
   * @param url where its number comes from; null if nowhere
   * @param outcome the class that gives it its colour; null if it has none
   * @param sign the sign beside the word, for whoever sees no colours; null if it has none
   */
  record Cell(
      String text,
      String kind,
      @Nullable String url,
      @Nullable String outcome,
      @Nullable String sign) {

    static Cell name(String text) {
      return new Cell(text, "", null, null, null);
    }

    static Cell words(String text) {
      return new Cell(text, "words", null, null, null);
    }

    static Cell number(long value) {
      return new Cell(Words.number(value), "num", null, null, null);
    }

    static Cell number(double value) {
      return number(Math.round(value));
    }

    static Cell number(long value, String url) {
      return new Cell(Words.number(value), "num", url, null, null);
    }

    static Cell measure(String text) {
      return new Cell(text, "num", null, null, null);
    }

    static Cell good(String text) {
      return new Cell(text, "", null, "success", "✓");
    }

    static Cell bad(String text) {
      return new Cell(text, "", null, "failure", "✕");
    }

    static Cell warning(String text) {
      return new Cell(text, "", null, "pending", "!");
    }

    static Cell unknown(String text) {
      return new Cell(text, "", null, "pending", "?");
    }
  }
}
