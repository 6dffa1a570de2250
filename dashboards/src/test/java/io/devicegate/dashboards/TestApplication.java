package io.devicegate.dashboards;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The smallest application that has the dashboards on its class path. */
@SpringBootApplication(proxyBeanMethods = false)
public class TestApplication {}
