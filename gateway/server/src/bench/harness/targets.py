"""What is measured: two native proxies, the same Spring Cloud Gateway without and with the stock check, and ours."""

import os
import textwrap
from dataclasses import dataclass

ISSUER = "https://tenant.bench.test/"
AUDIENCE = "https://api.bench.test"
CLIENT = "kJ3vZ0pXbT7mQe5RwYc1uLhN8dGsAfOi"
PATH = "/api/items"
BODY_BYTES = 1047

MAIN_CLASS = "io.devicegate.gateway.server.GatewayServer"
# The same for every JVM; a fixed heap, so that none grows while it is measured.
JVM_OPTIONS = ["-Xms512m", "-Xmx512m", "-XX:+UseG1GC", "-XX:-UsePerfData"]

_BOOT = "org.springframework.boot."
_UNOBSERVED = [
    "--spring.cloud.gateway.server.webflux.observability.enabled=false",
    "--spring.cloud.gateway.server.webflux.metrics.enabled=false",
    "--spring.autoconfigure.exclude="
    + ",".join(
        [
            _BOOT + "micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            _BOOT + "micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
            _BOOT + "webclient.autoconfigure.WebClientObservationAutoConfiguration",
            _BOOT + "webflux.autoconfigure.WebFluxObservationAutoConfiguration",
        ]
    ),
]
_NO_DASHBOARDS = ["--devicegate.dashboards.enabled=false"]


@dataclass(frozen=True)
class Target:
    """How to start one: `argv(place)`, where a Place says what is around it."""

    name: str
    title: str
    argv: object
    checks: bool
    jvm: bool = True
    detail: bool = False
    viewers: int = 0


@dataclass(frozen=True)
class Place:
    folder: str
    port: int
    management_port: int
    upstream_port: int
    class_path: str
    stock_class_path: str


def all_targets():
    return [
        Target("nginx", "nginx, plain proxy", _nginx, checks=False, jvm=False),
        Target("haproxy", "HAProxy, plain proxy", _haproxy, checks=False, jvm=False),
        Target("haproxy-jwt", "HAProxy, `jwt_verify`", _haproxy_jwt, checks=True, jvm=False),
        Target("pass-through", "Spring Cloud Gateway, no check, no observation", _pass_through, checks=False),
        Target("stock", "the same, Spring Security's resource server", _stock, checks=True),
        Target("devicegate", "Devicegate, everything on", _devicegate, checks=True),
        Target(
            "watched",
            "the same with 200 viewers of its live stream",
            _devicegate,
            checks=True,
            detail=True,
            viewers=200,
        ),
        Target("check-only", "Devicegate: the check alone", _check_only, checks=True, detail=True),
        Target("check-and-log", "Devicegate: check and decision log", _check_and_log, checks=True, detail=True),
        Target("no-dashboards", "Devicegate: everything but the dashboards", _no_dashboards, checks=True, detail=True),
    ]


def upstream(folder, port):
    """The API behind everything: 1 KB of JSON, and the issuer's keys."""
    with open(os.path.join(folder, "jwks.json")) as file:
        keys = file.read()
    items = '{"items":"' + "x" * (BODY_BYTES - 12) + '"}'
    return _nginx_argv(
        folder,
        "upstream",
        f"""
        server {{
          listen 127.0.0.1:{port} backlog=1024;
          keepalive_requests 1000000000;
          default_type application/json;
          location {PATH} {{ return 200 '{items}'; }}
          location /jwks.json {{ return 200 '{keys}'; }}
        }}""",
    )


def _nginx(place):
    return _nginx_argv(
        place.folder,
        "nginx",
        f"""
        upstream api {{
          server 127.0.0.1:{place.upstream_port};
          keepalive 256;
          keepalive_requests 1000000000;
        }}
        server {{
          listen 127.0.0.1:{place.port} backlog=1024;
          keepalive_requests 1000000000;
          location / {{
            proxy_pass http://api;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
          }}
        }}""",
    )


def _nginx_argv(folder, name, http):
    path = _write(
        folder,
        name + ".conf",
        f"""
        worker_processes 1;
        daemon off;
        pid {folder}/{name}.pid;
        error_log stderr warn;
        events {{ worker_connections 2048; }}
        http {{
          access_log off;
          client_body_temp_path {folder}/{name}-body;
          proxy_temp_path {folder}/{name}-proxy;
          fastcgi_temp_path {folder}/{name}-fastcgi;
          uwsgi_temp_path {folder}/{name}-uwsgi;
          scgi_temp_path {folder}/{name}-scgi;
          {http}
        }}
        """,
    )
    return ["nginx", "-p", folder, "-e", "stderr", "-c", path]


def _haproxy(place):
    return _haproxy_argv(place, "haproxy", "")


def _haproxy_jwt(place):
    # HAProxy 2.6 reads no whole array, so only the first audience can be compared.
    return _haproxy_argv(
        place,
        "haproxy-jwt",
        f"""
          http-request set-var(txn.token) http_auth_bearer
          http-request set-var(txn.alg) var(txn.token),jwt_header_query('$.alg')
          http-request set-var(txn.iss) var(txn.token),jwt_payload_query('$.iss')
          http-request set-var(txn.aud) var(txn.token),jwt_payload_query('$.aud[0]')
          http-request set-var(txn.exp) var(txn.token),jwt_payload_query('$.exp','int')
          http-request set-var(txn.now) date()
          http-request deny deny_status 401 unless {{ var(txn.alg) -m str RS256 }}
          http-request deny deny_status 401 unless {{ var(txn.iss) -m str {ISSUER} }}
          http-request deny deny_status 401 unless {{ var(txn.aud) -m str {AUDIENCE} }}
          http-request deny deny_status 401 unless {{ var(txn.exp),sub(txn.now) -m int gt 0 }}
          http-request deny deny_status 401 unless {{ var(txn.token),jwt_verify(txn.alg,"{place.folder}/public-key.pem") -m int 1 }}
        """,
    )


def _haproxy_argv(place, name, checks):
    path = _write(
        place.folder,
        name + ".cfg",
        f"""
        global
          nbthread 1
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          http-reuse always
        frontend front
          bind 127.0.0.1:{place.port}
          {checks}
          default_backend api
        backend api
          server upstream 127.0.0.1:{place.upstream_port}
        """,
    )
    return ["haproxy", "-db", "-f", path]


def _pass_through(place):
    return _java(place, place.class_path, ["--devicegate.enabled=false", *_NO_DASHBOARDS, *_UNOBSERVED])


def _stock(place):
    resource_server = "--spring.security.oauth2.resourceserver.jwt."
    return _java(
        place,
        place.stock_class_path,
        [
            "--devicegate.enabled=false",
            *_NO_DASHBOARDS,
            *_UNOBSERVED,
            resource_server + "jwk-set-uri=" + _keys(place),
            resource_server + "issuer-uri=" + ISSUER,
            resource_server + "audiences=" + AUDIENCE,
        ],
    )


def _devicegate(place):
    return _java(place, place.class_path, _tenant(place))


def _no_dashboards(place):
    return _java(place, place.class_path, [*_tenant(place), *_NO_DASHBOARDS])


def _check_and_log(place):
    return _java(place, place.class_path, [*_tenant(place), *_NO_DASHBOARDS, *_UNOBSERVED])


def _check_only(place):
    silent = "--logging.level.devicegate.decisions=OFF"
    return _java(place, place.class_path, [*_tenant(place), *_NO_DASHBOARDS, *_UNOBSERVED, silent])


def _tenant(place):
    tenant = "--devicegate.tenants[0]."
    return [
        tenant + "name=bench",
        tenant + "issuer=" + ISSUER,
        tenant + "audiences=" + AUDIENCE,
        tenant + "device-clients=" + CLIENT,
        tenant + "jwks-uri=" + _keys(place),
        f"--devicegate.store.path={place.folder}/events-{place.port}.duckdb",
    ]


def _keys(place):
    return f"http://127.0.0.1:{place.upstream_port}/jwks.json"


def _java(place, class_path, settings):
    route = "--spring.cloud.gateway.server.webflux.routes[0]."
    return [
        "java",
        *JVM_OPTIONS,
        "-cp",
        class_path,
        MAIN_CLASS,
        "--server.address=127.0.0.1",
        f"--server.port={place.port}",
        f"--management.server.port={place.management_port}",
        route + "id=api",
        route + f"uri=http://127.0.0.1:{place.upstream_port}",
        route + "predicates[0]=Path=/api/**",
        *settings,
    ]


def _write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(textwrap.dedent(text).strip() + "\n")
    return path
