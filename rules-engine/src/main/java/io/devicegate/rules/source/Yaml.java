package io.devicegate.rules.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a YAML document that knows where it stands.
 *
 * <p>Only plain data: no tags that name types, no merge keys, no anchors that refer to themselves.
 * {@link #read} refuses what is too large, too deep or expands too far.
 */
public sealed interface Yaml {

  /** Returns the file the node was read from. */
  RuleSource source();

  /** Returns the line of the node, counted from 1. */
  int line();

  /** Returns the column of the node, counted from 1. */
  int column();

  /** Returns the node as plain Java data: text, numbers, booleans, null, lists and maps. */
  @Nullable Object data();

  /** Returns a problem at the start of this node. */
  default Problem problem(String message) {
    return new Problem(source().file(), line(), column(), message);
  }

  /** Reads every document of a file; reports what is wrong and then returns what could be read. */
  static List<Yaml> read(RuleSource source, Consumer<Problem> problems) {
    return new YamlReader(source, problems).read();
  }

  /**
   * A single value.
   *
   * @param value what the text means: String, Long, Double, Boolean or null
   * @param text the text itself, without quotes
   */
  record Scalar(
      RuleSource source, int line, int column, @Nullable Object value, String text, TextMap map)
      implements Yaml {

    @Override
    public @Nullable Object data() {
      return value;
    }

    /** Returns a problem at a character of the text; exact but for escapes in double quotes. */
    public Problem problemAt(int offset, String message) {
      int[] place = map.locate(offset);
      return new Problem(source.file(), place[0], place[1], message);
    }
  }

  /** A list of nodes. */
  record Sequence(RuleSource source, int line, int column, List<Yaml> items) implements Yaml {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public List<@Nullable Object> data() {
      List<@Nullable Object> data = new ArrayList<>(items.size());
      items.forEach(item -> data.add(item.data()));
      return data;
    }
  }

  /** Nodes by their key, in the order of the file. */
  record Mapping(RuleSource source, int line, int column, Map<String, Entry> entries)
      implements Yaml {

    /** Returns the value of a key, if the key is there. */
    public Optional<Yaml> find(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    @Override
    public Map<String, @Nullable Object> data() {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      entries.forEach((key, entry) -> data.put(key, entry.value().data()));
      return data;
    }
  }

  /**
   * A key and its value.
   *
   * @param key the key, always a {@link Scalar}
   */
  record Entry(Scalar key, Yaml value) {}
}
