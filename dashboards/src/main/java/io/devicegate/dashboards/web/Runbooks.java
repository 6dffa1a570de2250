package io.devicegate.dashboards.web;

import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The runbooks of {@code docs/operating/runbooks}, packed into this library and rendered once. */
final class Runbooks {

  static final String INDEX = "README";

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).escapeHtml(true).sanitizeUrls(true).build();

  private final Map<String, Runbook> runbooks;
  private final Taxonomy taxonomy;

  private Runbooks(Map<String, Runbook> runbooks, Taxonomy taxonomy) {
    this.runbooks = runbooks;
    this.taxonomy = taxonomy;
  }

  static Runbooks load() {
    return load(Taxonomy.load());
  }

  /** Reads those that the index links. */
  static Runbooks load(Taxonomy taxonomy) {
    Node index = PARSER.parse(read(INDEX + ".md"));
    LinkedNames linked = new LinkedNames();
    index.accept(linked);
    Map<String, Runbook> runbooks = new LinkedHashMap<>();
    runbooks.put(INDEX, render(index));
    linked.names.forEach(name -> runbooks.put(name, render(PARSER.parse(read(name + ".md")))));
    return new Runbooks(runbooks, taxonomy);
  }

  /** The runbook of that name, or for a code that has none of its own that of the code's domain. */
  Optional<Runbook> find(String name) {
    return Optional.ofNullable(runbooks.get(name))
        .or(() -> taxonomy.find(name).map(code -> runbooks.get(code.domain())));
  }

  private static Runbook render(Node document) {
    document.accept(new LinksToPages());
    Title title = new Title();
    document.accept(title);
    return new Runbook(
        title.text.toString(),
        RENDERER.render(document),
        section(document, "Diagnosis"),
        section(document, "Mitigation"),
        section(document, "Escalation"));
  }

  /** What is between that heading of the second level and the next. */
  private static String section(Node document, String heading) {
    StringBuilder html = new StringBuilder();
    boolean inside = false;
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading head && head.getLevel() <= 2) {
        inside = head.getFirstChild() instanceof Text text && text.getLiteral().equals(heading);
      } else if (inside) {
        html.append(RENDERER.render(node));
      }
    }
    return html.toString();
  }

  private static String read(String file) {
    try (InputStream text = Runbooks.class.getResourceAsStream("runbooks/" + file)) {
      if (text == null) {
        throw new IllegalStateException("runbooks/" + file + ": missing from the class path");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A runbook.
   *
   * @param title its first heading
   * @param html its text; made from our own files only
   * @param diagnosis how to find the cause; empty if it has no such section
   * @param mitigation what to do; empty if it has no such section
   * @param escalation whom to call; empty if it has no such section
   */
  record Runbook(
      String title, String html, String diagnosis, String mitigation, String escalation) {}

  private static boolean isRunbook(String target) {
    return target.endsWith(".md") && !target.contains("/");
  }

  private static String name(String target) {
    return target.substring(0, target.length() - ".md".length());
  }

  private static final class LinkedNames extends AbstractVisitor {

    private final Set<String> names = new LinkedHashSet<>();

    @Override
    public void visit(Link link) {
      if (isRunbook(link.getDestination())) {
        names.add(name(link.getDestination()));
      }
    }
  }

  /**
   * Links between the files become links between the pages; of links to other documents, which are
   * not served here, only the words stay.
   */
  private static final class LinksToPages extends AbstractVisitor {

    @Override
    public void visit(Link link) {
      String target = link.getDestination();
      if (target.equals(INDEX + ".md")) {
        link.setDestination("/runbooks");
      } else if (isRunbook(target)) {
        link.setDestination("/runbooks/" + name(target));
      } else if (target.startsWith("../")) {
        onlyWords(link);
      }
      visitChildren(link);
    }

    private static void onlyWords(Link link) {
      for (Node word = link.getFirstChild(); word != null; word = link.getFirstChild()) {
        link.insertBefore(word);
      }
      link.unlink();
    }
  }

  private static final class Title extends AbstractVisitor {

    private final StringBuilder text = new StringBuilder();

    @Override
    public void visit(Heading heading) {
      if (heading.getLevel() == 1) {
        visitChildren(heading);
      }
    }

    @Override
    public void visit(Text part) {
      if (isInHeading(part)) {
        text.append(part.getLiteral());
      }
    }

    @Override
    public void visit(Code part) {
      if (isInHeading(part)) {
        text.append(part.getLiteral());
      }
    }

    private static boolean isInHeading(Node part) {
      return part.getParent() instanceof Heading heading && heading.getLevel() == 1;
    }
  }
}
