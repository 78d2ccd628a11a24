-- The tables beside the two that not every installation hands over.
CREATE TABLE message_feedbacks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), app_id uuid NOT NULL, conversation_id uuid NOT NULL, message_id uuid NOT NULL,
  rating varchar(255) NOT NULL, content text, from_source varchar(255) NOT NULL, from_end_user_id uuid, from_account_id uuid,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0), updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0));
CREATE TABLE end_users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL, app_id uuid, type varchar(255) NOT NULL, external_user_id varchar(255),
  name varchar(255), is_anonymous boolean NOT NULL DEFAULT true, session_id varchar(255) NOT NULL,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0), updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0));
CREATE TABLE apps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name varchar(255) NOT NULL, mode varchar(255) NOT NULL,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0), updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0));
