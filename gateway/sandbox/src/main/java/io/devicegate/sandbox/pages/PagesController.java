package io.devicegate.sandbox.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The sample devices that run in the browser, and the QR code of an activation URL.
 *
 * <p>The pages hold their tokens in memory only. Their content security policy lets them connect to
 * the tenant and to the gateway, and to nothing else.
 */
@Controller
@EnableConfigurationProperties(PagesProperties.class)
final class PagesController {

  private static final Duration QR_LIFETIME = Duration.ofMinutes(15);

  private final PagesProperties properties;

  PagesController(PagesProperties properties) {
    this.properties = properties;
  }

  @GetMapping("/playground")
  String playground(HttpServletRequest request, HttpServletResponse response, Model model) {
    return page("pages/playground", request, response, model);
  }

  @GetMapping("/tv")
  String television(HttpServletRequest request, HttpServletResponse response, Model model) {
    return page("pages/tv", request, response, model);
  }

  /** The QR code of an activation URL of this tenant; 400 for any other text. */
  @GetMapping("/qr.svg")
  ResponseEntity<String> qr(
      @RequestParam(name = "text", defaultValue = "") String text, HttpServletRequest request) {
    Optional<String> refusal = ActivationUrl.refuse(text, issuer(request));
    if (refusal.isPresent()) {
      return ResponseEntity.badRequest().contentType(MediaType.TEXT_PLAIN).body(refusal.get());
    }
    return ResponseEntity.ok()
        .contentType(MediaType.valueOf("image/svg+xml"))
        .cacheControl(CacheControl.maxAge(QR_LIFETIME).cachePrivate())
        .body(QrSvg.of(text));
  }

  private String page(
      String view, HttpServletRequest request, HttpServletResponse response, Model model) {
    String issuer = issuer(request);
    response.setHeader("Content-Security-Policy", policy(issuer));
    model.addAttribute("issuer", issuer);
    model.addAttribute("gateway", withoutSlash(properties.gatewayUrl()));
    model.addAttribute("clientId", properties.tvClientId());
    model.addAttribute("audience", properties.audience());
    model.addAttribute("scope", properties.scope());
    return view;
  }

  private String policy(String issuer) {
    return "default-src 'self'; connect-src 'self' %s %s; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        .formatted(withoutSlash(URI.create(issuer)), withoutSlash(properties.gatewayUrl()));
  }

  private String issuer(HttpServletRequest request) {
    URI configured = properties.issuer();
    return configured != null
        ? withoutSlash(configured) + "/"
        : ServletUriComponentsBuilder.fromContextPath(request).path("/").toUriString();
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
