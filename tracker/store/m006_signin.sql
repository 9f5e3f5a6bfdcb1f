-- How long the audit is and how it ends: rows taken off its end are missed.
create table audit_head (
  one integer primary key check (one = 1),
  rows integer not null,
  hash text not null
) strict;
insert into audit_head
  select 1, count(*), coalesce((select hash from audit order by audit_id desc limit 1), '') from audit;

create trigger audit_row_stays before update on audit begin
  select raise(abort, 'the audit is only added to');
end;
create trigger audit_row_is_kept before delete on audit begin
  select raise(abort, 'the audit is only added to');
end;
create index audit_by_person on audit (who, at);
create index imports_by_sender on imports (submitted_by, submitted_at);

-- In the provider's clock: the newest sign-in of this person, and the newest one that was ended by signing out.
alter table people add column signed_in_at integer not null default 0;
alter table people add column signed_out_at integer not null default 0;

-- The role that waits for somebody who has not signed in yet, by the e-mail address the provider verifies.
create table invitations (
  email text primary key collate nocase check (email like '%_@_%'),
  role text not null check (role in ('member','specialist','advocate','administrator')),
  invited_by text not null,
  invited_at text not null,
  used_by text references people,
  used_at text
) strict;
