package io.devicegate.rules.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML into {@link Yaml} within fixed bounds. Never constructs anything but plain data. */
final class YamlReader {

  static final int MAX_CHARACTERS = 256 * 1024;
  static final int MAX_DEPTH = 40;
  // Counted after aliases are expanded, so a "billion laughs" document ends here.
  static final int MAX_NODES = 50_000;
  private static final int MAX_DOCUMENTS = 1_000;

  private final RuleSource source;
  private final Consumer<Problem> problems;
  private int nodes;

  YamlReader(RuleSource source, Consumer<Problem> problems) {
    this.source = source;
    this.problems = problems;
  }

  List<Yaml> read() {
    if (source.text().length() > MAX_CHARACTERS) {
      problems.accept(
          Problem.of(
              source.file(),
              source.text().length() + " characters (expected: at most " + MAX_CHARACTERS + ")"));
      return List.of();
    }
    List<Yaml> documents = new ArrayList<>();
    try {
      for (Node node : new org.yaml.snakeyaml.Yaml(options()).composeAll(reader())) {
        if (documents.size() == MAX_DOCUMENTS) {
          throw new Refused(node, "more than " + MAX_DOCUMENTS + " documents in one file");
        }
        documents.add(convert(node, 0));
      }
    } catch (Refused e) {
      problems.accept(e.problem(source.file()));
    } catch (MarkedYAMLException e) {
      problems.accept(problem(e.getProblemMark(), sentence(e)));
    } catch (YAMLException e) {
      problems.accept(Problem.of(source.file(), "not YAML: " + e.getMessage()));
    }
    return documents;
  }

  private java.io.Reader reader() {
    return new java.io.StringReader(source.text());
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private Yaml convert(Node node, int depth) {
    if (++nodes > MAX_NODES) {
      throw new Refused(node, "more than " + MAX_NODES + " values, aliases expanded");
    }
    if (depth > MAX_DEPTH) {
      throw new Refused(node, "nested deeper than " + MAX_DEPTH + " levels, aliases expanded");
    }
    Mark mark = node.getStartMark();
    int line = mark.getLine() + 1;
    int column = mark.getColumn() + 1;
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (node instanceof SequenceNode sequence) {
      List<Yaml> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item, depth + 1)));
      return new Yaml.Sequence(source, line, column, items);
    }
    if (node instanceof MappingNode mapping) {
      return new Yaml.Mapping(source, line, column, entries(mapping, depth));
    }
    throw new Refused(node, "unexpected kind of YAML node");
  }

  private Map<String, Yaml.Entry> entries(MappingNode mapping, int depth) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        throw new Refused(tuple.getKeyNode(), "a key must be a single word or text");
      }
      Yaml.Scalar key = scalar(keyNode);
      Yaml value = convert(tuple.getValueNode(), depth + 1);
      if (entries.putIfAbsent(key.text(), new Yaml.Entry(key, value)) != null) {
        problems.accept(key.problem("'" + key.text() + "' is here twice; keep one"));
      }
    }
    return entries;
  }

  private Yaml.Scalar scalar(ScalarNode node) {
    Mark mark = node.getStartMark();
    ScalarStyle style = node.getScalarStyle();
    TextMap map =
        new TextMap(
            source.text(),
            contentStart(mark, style),
            node.getValue(),
            style == ScalarStyle.SINGLE_QUOTED);
    return new Yaml.Scalar(
        source, mark.getLine() + 1, mark.getColumn() + 1, value(node), node.getValue(), map);
  }

  /**
   * Returns where the text begins: behind the quote, or on the line below {@code |} or {@code >}.
   */
  private int contentStart(Mark mark, ScalarStyle style) {
    int index = source.text().offsetByCodePoints(0, mark.getIndex());
    return switch (style) {
      case SINGLE_QUOTED, DOUBLE_QUOTED -> index + 1;
      case LITERAL, FOLDED -> {
        int newline = source.text().indexOf('\n', index);
        yield newline < 0 ? index : newline + 1;
      }
      case PLAIN, JSON_SCALAR_STYLE -> index;
    };
  }

  private static @Nullable Object value(ScalarNode node) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return switch (text.toLowerCase(java.util.Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        // YAML 1.1 also takes yes, no, on and off for truth values; a country is not one.
        default -> text;
      };
    }
    if (tag.equals(Tag.INT)) {
      return number(node, text);
    }
    if (tag.equals(Tag.FLOAT)) {
      return decimal(node, text);
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.equals(Tag.MERGE)) {
      return text;
    }
    throw new Refused(node, "the tag " + tag.getValue() + " is not allowed; write plain data");
  }

  private static Object number(Node node, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new Refused(node, text + ": not a decimal integer of 64 bits; quote it to mean text");
    }
  }

  private static Object decimal(Node node, String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new Refused(node, text + ": not a decimal number; quote it to mean text");
    }
  }

  private Problem problem(@Nullable Mark mark, String message) {
    return mark == null
        ? Problem.of(source.file(), message)
        : new Problem(source.file(), mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  private static String sentence(MarkedYAMLException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ": ";
    return "not YAML: " + context + e.getProblem();
  }

  /** Ends the reading of a file at a node that cannot be had. */
  private static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Node node;

    Refused(Node node, String message) {
      super(message, null, false, false);
      this.node = node;
    }

    Problem problem(String file) {
      Mark mark = node.getStartMark();
      return new Problem(
          file, mark.getLine() + 1, mark.getColumn() + 1, String.valueOf(getMessage()));
    }
  }
}
