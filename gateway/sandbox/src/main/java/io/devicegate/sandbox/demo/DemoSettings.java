package io.devicegate.sandbox.demo;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Where the demo listens and where it keeps its files. Set on the command line, as a system
 * property or as an environment variable, under the prefix {@code devicegate.demo}.
 *
 * @param tenantPort port of the sandbox tenant
 * @param apiPort port of the sample API
 * @param gatewayPort port of the gateway
 * @param managementPort port of the dashboards, the log intake and the management endpoints
 * @param data folder of the event store and of the files that the demo writes
 * @param rules folder of the rules, with {@code login} and {@code detections} in it
 * @param policies folder of the access policies that the gateway asks
 * @param gatewayBuild build folder of the gateway server: its classes, and the list of its jars
 */
record DemoSettings(
    @DefaultValue("9000") int tenantPort,
    @DefaultValue("9001") int apiPort,
    @DefaultValue("8080") int gatewayPort,
    @DefaultValue("8081") int managementPort,
    @DefaultValue("data") Path data,
    @DefaultValue("rules-engine/rules") Path rules,
    @DefaultValue("gateway/sandbox/rules/access") Path policies,
    @DefaultValue("gateway/server/target") Path gatewayBuild) {

  private static final String PREFIX = "devicegate.demo";

  /** A port that the demo needs, by the name that people know it by. */
  record Port(String name, int number, String property) {}

  static DemoSettings of(String... args) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
    ConfigurationPropertySources.attach(environment);
    return Binder.get(environment).bindOrCreate(PREFIX, DemoSettings.class);
  }

  List<Port> ports() {
    return List.of(
        new Port("sandbox tenant", tenantPort, PREFIX + ".tenant-port"),
        new Port("sample API", apiPort, PREFIX + ".api-port"),
        new Port("gateway", gatewayPort, PREFIX + ".gateway-port"),
        new Port("dashboards and management", managementPort, PREFIX + ".management-port"));
  }

  String issuer() {
    return "http://localhost:" + tenantPort + "/";
  }

  String api() {
    return "http://localhost:" + apiPort;
  }

  String gateway() {
    return "http://localhost:" + gatewayPort;
  }

  String dashboards() {
    return "http://localhost:" + managementPort;
  }
}
