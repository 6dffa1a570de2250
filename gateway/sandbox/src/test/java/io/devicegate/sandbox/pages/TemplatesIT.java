package io.devicegate.sandbox.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.util.HtmlUtils;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplatesIT {

  private final HttpClient client = HttpClient.newHttpClient();
  private ViewServer server;

  @BeforeAll
  void start() {
    server = ViewServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<Arguments> everyPageInEveryLanguage() {
    return Stream.concat(
            ViewServer.MODELS.keySet().stream().map(name -> "/view/" + name),
            Stream.of("/playground", "/tv"))
        .flatMap(path -> Stream.of(Arguments.of(path, "en"), Arguments.of(path, "fr")));
  }

  @ParameterizedTest
  @MethodSource("everyPageInEveryLanguage")
  void pageIsWholeAndObeysTheContentSecurityPolicy(String path, String language) throws Exception {
    String page = get(path, language);

    assertThat(page)
        .contains("<html lang=\"" + language + "\">", "</html>")
        .containsPattern("<title>[^<]+</title>")
        .doesNotContain("??", "<style", " style=", " onclick=", "http-equiv", "xmlns:th")
        .doesNotContainPattern("<script(?! type=\"module\" src=\"/assets/[a-z]+\\.js\"></script>)");
  }

  @ParameterizedTest
  @MethodSource("everyPageInEveryLanguage")
  void everyFormCarriesTheCsrfToken(String path, String language) throws Exception {
    String page = get(path, language);

    assertThat(count(page, "<form ")).isEqualTo(count(page, "name=\"_csrf\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "activate-code           | Device Activation",
        "activate-code           | Enter the code displayed on your device",
        "activate-code-empty     | Please enter the code displayed on your device",
        "activate-code-invalid   | The code you entered is invalid",
        "activate-code-expired   | Invalid or expired user code",
        "activate-confirm        | Device Confirmation",
        "activate-confirm        | Please confirm this is the code displayed on your Sandbox TV:",
        "activate-confirm        | WDJB-MJHT",
        "activate-confirm        | 192.0.2.17",
        "activate-confirm        | SandboxTV/1.0 (living room)",
        "activate-confirm        | Confirm",
        "activate-confirm        | Cancel",
        "activate-confirm        | If you did not initiate this action or you do not recognize this device select cancel.",
        "activate-confirm-unknown | Did not say",
        "activate-confirm-unknown | Please confirm this is the code displayed on your <b>Evil & Co</b>:",
        "login-bad               | Wrong email or password",
        "consent                 | Read the catalogue",
        "consent                 | unheard:of",
        "activate-allowed        | Congratulations, you're all set!",
        "activate-allowed        | Your device is now connected.",
        "activate-denied         | Activation Denied",
        "activate-denied         | We are not able to activate your device.",
        "activate-denied-rule    | Verify your e-mail first.",
        "error                   | The request is not well-formed.",
        "error-missing           | There is nothing at this address."
      })
  void englishIsAuth0s(String name, String text) throws Exception {
    assertThat(get("/view/" + name, "en")).contains(">" + HtmlUtils.htmlEscape(text) + "</");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "activate-code         | Saisissez le code affiché sur votre appareil",
        "activate-code-expired | Code invalide ou expiré",
        "activate-confirm      | Confirmation de l’appareil",
        "activate-confirm      | Annuler",
        "activate-allowed      | Votre appareil est maintenant connecté.",
        "activate-denied       | Activation refusée",
        "error-missing         | Il n’y a rien à cette adresse.",
      })
  void frenchIsFrench(String name, String text) throws Exception {
    assertThat(get("/view/" + name, "fr-CA,fr;q=0.9,en;q=0.5")).contains(">" + text + "</");
  }

  @Test
  void otherLanguagesGetEnglishThatSaysSo() throws Exception {
    assertThat(get("/view/activate-code", "de"))
        .contains("<html lang=\"en\">", "Device Activation");
  }

  @Test
  void errorIsBoundToItsField() throws Exception {
    assertThat(get("/view/activate-code-invalid", "en"))
        .containsPattern("<input[^>]+id=\"user_code\"[^>]+aria-describedby=\"user_code-error\"")
        .containsPattern("<input[^>]+id=\"user_code\"[^>]+aria-invalid=\"true\"")
        .contains("<p class=\"problem\" id=\"user_code-error\" role=\"alert\">")
        .contains("<label for=\"user_code\">");
    assertThat(get("/view/activate-code", "en")).doesNotContain("aria-invalid", "role=\"alert\"");
  }

  @Test
  void formsPostWhatTheControllersRead() throws Exception {
    Map<String, String[]> fields =
        Map.of(
            "activate-code", new String[] {"action=\"/activate\"", "name=\"user_code\""},
            "activate-confirm",
                new String[] {
                  "action=\"/activate/confirm\"",
                  "name=\"user_code\" value=\"WDJB-MJHT\"",
                  "name=\"action\" value=\"confirm\"",
                  "name=\"action\" value=\"cancel\""
                },
            "login", new String[] {"action=\"/login\"", "name=\"username\"", "name=\"password\""},
            "consent",
                new String[] {
                  "action=\"/activate/consent\"",
                  "name=\"action\" value=\"accept\"",
                  "name=\"action\" value=\"deny\""
                });
    for (Map.Entry<String, String[]> form : fields.entrySet()) {
      assertThat(get("/view/" + form.getKey(), "en"))
          .contains("method=\"post\"")
          .contains(form.getValue());
    }
  }

  private String get(String path, String language) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(server.uri(path)).header("Accept-Language", language).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
