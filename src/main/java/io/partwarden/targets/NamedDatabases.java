package io.partwarden.targets;

import io.partwarden.security.HostName;
import io.partwarden.security.Secrets;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the target that a predecessor's call means, which names a server and a database rather than a target. Where no target is
 * there, the service's own POSTGRES_USER and POSTGRES_PASSWORD stand in, on allowed hosts only.
 */
@Component
public final class NamedDatabases {

    private static final String SECRET = "seed-api";

    private final Targets targets;
    private final TargetDocuments documents;
    private final TargetConnector connector;
    private final OwnMetadata metadata;
    private final Secrets secrets;
    private final SeedApiProperties properties;

    NamedDatabases(
            Targets targets,
            TargetDocuments documents,
            TargetConnector connector,
            OwnMetadata metadata,
            Secrets secrets,
            SeedApiProperties properties) {
        this.targets = targets;
        this.documents = documents;
        this.connector = connector;
        this.metadata = metadata;
        this.secrets = secrets;
        this.properties = properties;
    }

    /** The target of calls that name no database. */
    public Target defaultTarget() {
        return targets.require(properties.defaultTarget());
    }

    /**
     * The target with that host, port and database, else one for this call alone; 403 {@code target-not-allowed} if there is neither.
     * Check {@link Targets#requireOperable(Target)} before a change.
     */
    public Target require(String host, int port, String database) {
        HostName name = HostName.parse(host).orElseThrow(() -> notAllowed(host, port, database));
        return targets.list().stream()
                .filter(target -> isAt(target.settings().endpoint(), name, port, database))
                .findFirst()
                .orElseGet(() -> implicit(name, port, database));
    }

    private static boolean isAt(Endpoint endpoint, HostName host, int port, String database) {
        return endpoint.port() == port
                && endpoint.database().equals(database)
                && endpoint.hosts().stream()
                        .map(HostName::parse)
                        .flatMap(Optional::stream)
                        .anyMatch(member -> member.equals(host) || (member.isLoopback() && host.isLoopback()));
    }

    private Target implicit(HostName host, int port, String database) {
        if (!properties.hasLogin() || !Identifier.isValid(database) || port < 1 || port > 65_535) {
            throw notAllowed(host.value(), port, database);
        }
        TargetSettings settings = new TargetSettings(
                new Endpoint(List.of(host.value()), port, database),
                new Login(properties.username(), secrets.own(SECRET, properties.password()), null),
                Tls.of(host.isLoopback() ? TlsMode.PREFER : TlsMode.VERIFY_FULL),
                List.of(),
                Map.of(),
                TargetMode.OPERATE,
                false);
        Target target = documents.target(host.inUrl() + ":" + port + "/" + database, settings, Target.Origin.IMPLICIT);
        connector.requireAllowed(target);
        metadata.requireOther(target.name(), settings.endpoint());
        return target;
    }

    private static Problem notAllowed(String host, int port, String database) {
        return Problem.of(
                TargetProblems.NOT_ALLOWED,
                "No target is at " + host + ":" + port + ", database " + database + ". Make it one with PUT"
                        + " /api/v1/targets/{target}, or set POSTGRES_USER and POSTGRES_PASSWORD for the service and allow"
                        + " the host with partwarden.targets.allowed-hosts.");
    }
}
