package io.devicegate.dashboards.web;

import java.util.Locale;
import java.util.Map;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Renders the pages' own templates.
 *
 * <p>An engine of its own, because the management port's context has no view resolvers, and the
 * application's ones are none of our business.
 */
final class Templates {

  private final SpringTemplateEngine engine = new SpringTemplateEngine();

  Templates() {
    ClassLoaderTemplateResolver resolver =
        new ClassLoaderTemplateResolver(Templates.class.getClassLoader());
    resolver.setPrefix("io/devicegate/dashboards/web/templates/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    engine.setTemplateResolver(resolver);
  }

  String render(String template, Map<String, Object> model) {
    return engine.process(template, new Context(Locale.ENGLISH, model));
  }
}
