package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {

  private static final int MAX = 10_000;

  private final PayloadReader reader =
      new PayloadReader(new TenantEventDecoder(Taxonomy.load(), Duration.ofMinutes(5)), MAX);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'log_id':'a','type':'s'},{'log_id':'b','type':'s'}]",
        "{'log_id':'a','type':'s'}\n{'log_id':'b','type':'s'}",
        "{'log_id':'a','type':'s'}\r\n\r\n{'log_id':'b','type':'s'}\r\n",
        "{'log_id':'a','type':'s'}{'log_id':'b','type':'s'}",
        "[{'log_id':'a','type':'s'}]\n[{'log_id':'b','type':'s'}]",
        " \n\t[ {'log_id':'a',\n 'type':'s'} , {'log_id':'b','type':'s'} ]\n",
        "\uFEFF[{'log_id':'a','type':'s'},{'log_id':'b','type':'s'}]"
      })
  void readsArraysAndLines(String body) {
    assertThat(ids(read(body))).containsExactly("a", "b");
  }

  @Test
  void readsOneObjectOverManyLines() {
    assertThat(ids(read("{\n  'log_id': 'a',\n  'type': 's'\n}\n"))).containsExactly("a");
  }

  @Test
  void readsAnEmptyArray() {
    assertThat(read("[]").size()).isZero();
  }

  @Test
  void refusesOnlyTheBrokenLineOfLines() {
    Batch batch = read("{'log_id':'a','type':'s'}\n{'log_id':'x','ty\n\n{'log_id':'b','type':'s'}");

    assertThat(ids(batch)).containsExactly("a", "b");
    assertThat(batch.rejected())
        .extracting(RejectedEvent::reason, RejectedEvent::detail)
        .containsExactly(tuple("not_json", "line 2 is not valid JSON"));
  }

  @Test
  void refusesOnlyTheElementThatIsNoEvent() {
    Batch batch = read("[{'log_id':'a','type':'s'}, 7, {'log_id':'b','type':'s'}]");

    assertThat(ids(batch)).containsExactly("a", "b");
    assertThat(batch.rejected())
        .extracting(RejectedEvent::detail)
        .containsExactly("element 2 is not a JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'type':'s'}",
        "[{'type':'s'},]",
        "{'type':",
        "nonsense",
        "[1,2",
        "{]",
        "\u0000"
      })
  void refusesABodyThatIsNotJsonAndSaysWhere(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("not valid JSON: line 1, column ");
  }

  @Test
  void neverRepeatsTheBodyInAMessage() {
    assertThatThrownBy(() -> read("[{'type':'s','access_token': s3cr3t}]"))
        .isInstanceOf(PayloadException.class)
        .hasMessageNotContaining("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t "})
  void refusesAnEmptyBody(String body) {
    assertThatThrownBy(() -> read(body)).hasMessageContaining("empty");
  }

  @Test
  void survivesAbsurdNesting() {
    assertThatThrownBy(() -> read("[".repeat(5_000))).isInstanceOf(PayloadException.class);
  }

  @Test
  void readsGzip() throws IOException {
    byte[] body = gzip("[{\"log_id\":\"a\",\"type\":\"s\"}]".getBytes(StandardCharsets.UTF_8));

    assertThat(ids(reader.read(body, true, Instant.EPOCH))).containsExactly("a");
  }

  @Test
  void stopsAtTheLimitInsideGzip() throws IOException {
    byte[] bomb = gzip(new byte[1_000_000]);

    assertThatThrownBy(() -> reader.read(bomb, true, Instant.EPOCH))
        .hasMessageContaining("larger than 10000 bytes when decompressed");
  }

  @Test
  void refusesGzipThatIsNone() {
    assertThatThrownBy(() -> reader.read(new byte[] {'[', ']'}, true, Instant.EPOCH))
        .hasMessageContaining("not valid gzip");
  }

  private Batch read(String body) {
    return reader.read(
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), false, Instant.EPOCH);
  }

  private static List<String> ids(Batch batch) {
    return batch.events().stream().map(event -> event.event().id()).toList();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(content);
    }
    return zipped.toByteArray();
  }
}
