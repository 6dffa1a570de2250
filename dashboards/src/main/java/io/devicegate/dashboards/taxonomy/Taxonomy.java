package io.devicegate.dashboards.taxonomy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The meaning of every known code of a tenant's log, read from {@code taxonomy.json} beside this
 * class.
 *
 * <p>Codes that it does not hold are legal: tenants send new ones before anyone documents them.
 * Immutable.
 */
public final class Taxonomy {

  /** The five codes of the device flow, in the order of the flow. */
  public static final List<String> DEVICE_FLOW = List.of("fdeaz", "fdeac", "fdecc", "fede", "sede");

  private static final String TABLE = "taxonomy.json";

  private final Map<String, EventCode> codes;

  private Taxonomy(Map<String, EventCode> codes) {
    this.codes = codes;
  }

  /** Reads the table that comes with this library. */
  public static Taxonomy load() {
    try (InputStream table = Taxonomy.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + ": missing from the class path");
      }
      return new Taxonomy(byCode(mapper().readValue(table, new TypeReference<List<Row>>() {})));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every row, in the order of the device flow first. */
  public List<EventCode> codes() {
    return List.copyOf(codes.values());
  }

  public Optional<EventCode> find(String code) {
    return Optional.ofNullable(codes.get(code));
  }

  public boolean knows(String code) {
    return codes.containsKey(code);
  }

  /**
   * Stage and outcome of an event by its code and, where the code alone is not enough, its text.
   */
  public Classification classify(String code, Supplier<String> text) {
    EventCode row = codes.get(code);
    return row == null
        ? Classification.UNKNOWN
        : new Classification(row.stage(), row.outcomeOf(text));
  }

  private static Map<String, EventCode> byCode(List<Row> rows) {
    Map<String, EventCode> codes = new LinkedHashMap<>();
    for (Row row : rows) {
      if (codes.put(row.code(), row.toCode()) != null) {
        throw new IllegalStateException(TABLE + ": " + row.code() + " appears twice");
      }
    }
    return codes;
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /** A row as written; refinements are optional there. */
  private record Row(
      String code,
      String domain,
      Stage stage,
      Outcome outcome,
      Severity severity,
      boolean countsAgainstSlo,
      String meaning,
      @Nullable List<EventCode.Refinement> refinements) {

    private EventCode toCode() {
      return new EventCode(
          code,
          domain,
          stage,
          outcome,
          severity,
          countsAgainstSlo,
          meaning,
          refinements == null ? List.of() : refinements);
    }
  }
}
