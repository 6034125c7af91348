package io.partwarden.targets;

import io.partwarden.security.SecretReference;
import io.partwarden.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * Who we are on a target: a login, where its password is found (null: none is sent), and the role that its sessions take on,
 * so that what they make belongs to that role.
 */
public record Login(
        String username,
        @Nullable SecretReference password,
        @Nullable Identifier ownerRole) {}
