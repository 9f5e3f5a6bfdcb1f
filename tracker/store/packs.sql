-- What a payer replied to, and what its reply rests on.
alter table engagements add column topic text not null default '' check (topic in ('','coverage','trend','reasons','against'));
alter table engagements add column corrected_on text;
alter table engagements add column document text not null default '';
