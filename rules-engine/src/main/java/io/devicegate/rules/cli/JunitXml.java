package io.devicegate.rules.cli;

import io.devicegate.rules.testing.TestResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Test results in the XML that build servers read: one suite for each file, no times. */
final class JunitXml {

  private JunitXml() {}

  static String write(List<TestResult> results) {
    Map<String, List<TestResult>> byFile =
        results.stream()
            .collect(
                Collectors.groupingBy(TestResult::file, LinkedHashMap::new, Collectors.toList()));
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites").append(counts(results)).append(">\n");
    byFile.forEach(
        (file, tests) -> {
          xml.append("  <testsuite name=\"").append(escaped(file)).append('"');
          xml.append(counts(tests)).append(">\n");
          tests.forEach(test -> testCase(xml, test));
          xml.append("  </testsuite>\n");
        });
    return xml.append("</testsuites>\n").toString();
  }

  private static String counts(List<TestResult> tests) {
    long failed = tests.stream().filter(test -> !test.passed()).count();
    return " tests=\"" + tests.size() + "\" failures=\"" + failed + "\"";
  }

  private static void testCase(StringBuilder xml, TestResult test) {
    xml.append("    <testcase classname=\"").append(escaped(test.file()));
    xml.append("\" name=\"").append(escaped(test.name()));
    xml.append("\" file=\"").append(escaped(test.file()));
    xml.append("\" line=\"").append(test.line()).append('"');
    if (test.passed()) {
      xml.append("/>\n");
      return;
    }
    String failures = String.join("\n", test.failures());
    xml.append(">\n      <failure message=\"").append(escaped(test.failures().get(0)));
    xml.append("\">").append(escaped(failures)).append("</failure>\n    </testcase>\n");
  }

  /** XML 1.0 has no place for most control characters and half characters. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isText(c) ? c : '\ufffd');
              }
            });
    return escaped.toString();
  }

  private static boolean isText(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= ' ' && c < 0xd800)
        || (c > 0xdfff && c < 0xfffe)
        || c > 0xffff;
  }
}
