-- Roles, database and extensions of an instance; run by its superuser, again and again without change.
-- The owner makes tables (migrations). The two runtime roles own nothing and pass no row policy by.

\getenv owner_password OWNER_PASSWORD
\getenv tenant_password TENANT_PASSWORD
\getenv platform_password PLATFORM_PASSWORD

set client_min_messages = warning;

select format('create role %I', name)
from unnest(array['onedoor_owner', 'onedoor_tenant', 'onedoor_platform']) as name
where not exists (select from pg_roles where rolname = name)
\gexec

alter role onedoor_owner    login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'owner_password';
alter role onedoor_tenant   login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'tenant_password';
alter role onedoor_platform login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'platform_password';

select 'create database onedoor owner onedoor_owner'
where not exists (select from pg_database where datname = 'onedoor')
\gexec

revoke all on database onedoor from public;
grant connect on database onedoor to onedoor_owner, onedoor_tenant, onedoor_platform;

-- \connect keeps host, port and user, and takes the password from the environment again
\connect onedoor
set client_min_messages = warning;
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
