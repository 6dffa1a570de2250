package io.devicegate.gateway.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway, and with it the dashboards and the log intake on the management port. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayServer {

  public static void main(String[] args) {
    SpringApplication.run(GatewayServer.class, args);
  }
}
