package io.devicegate.gateway.server;

import io.devicegate.dashboards.cli.Devicegate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the gateway, and with it the dashboards and the log intake on the management port; or runs
 * one command of {@link Devicegate} and ends.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayServer {

  public static void main(String[] args) {
    if (Devicegate.isCommand(args)) {
      System.exit(Devicegate.run(args));
    }
    SpringApplication.run(GatewayServer.class, args);
  }
}
